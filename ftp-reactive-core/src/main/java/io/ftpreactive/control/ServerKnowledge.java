package io.ftpreactive.control;

import io.ftpreactive.codec.FtpFeatures;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a server: hints for the order of attempts, for none of which an operation fails.
 *
 * @param featuresAsked whether FEAT was answered, with features or by saying that there is no FEAT
 * @param features what FEAT listed; null where the server has no FEAT or was not asked
 * @param extendedPassive false once EPSV failed where PASV worked
 * @param extendedPort false once EPRT was refused where PORT was not
 * @param machineListing whether MLSD and MLST are worth a try: not listed by FEAT, or refused, they are not
 * @param listingArguments false once LIST, NLST or MLSD did not list the directory that their argument named
 * @param newerTls whether TLS 1.2 was refused where TLS 1.3 was not
 */
public record ServerKnowledge(
        boolean featuresAsked,
        @Nullable FtpFeatures features,
        boolean extendedPassive,
        boolean extendedPort,
        boolean machineListing,
        boolean listingArguments,
        boolean newerTls) {

    /** Nothing: everything is worth a try. */
    static final ServerKnowledge NOTHING = new ServerKnowledge(false, null, true, true, true, true, false);

    ServerKnowledge features(@Nullable FtpFeatures listed) {
        boolean machine = listed == null ? machineListing : listed.mlst();
        return new ServerKnowledge(true, listed, extendedPassive, extendedPort, machine, listingArguments, newerTls);
    }

    ServerKnowledge noExtendedPassive() {
        return new ServerKnowledge(
                featuresAsked, features, false, extendedPort, machineListing, listingArguments, newerTls);
    }

    ServerKnowledge noExtendedPort() {
        return new ServerKnowledge(
                featuresAsked, features, extendedPassive, false, machineListing, listingArguments, newerTls);
    }

    ServerKnowledge noMachineListing() {
        return new ServerKnowledge(
                featuresAsked, features, extendedPassive, extendedPort, false, listingArguments, newerTls);
    }

    ServerKnowledge noListingArguments() {
        return new ServerKnowledge(
                featuresAsked, features, extendedPassive, extendedPort, machineListing, false, newerTls);
    }

    ServerKnowledge newerTls(boolean newer) {
        return new ServerKnowledge(
                featuresAsked, features, extendedPassive, extendedPort, machineListing, listingArguments, newer);
    }
}
