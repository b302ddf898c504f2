package io.ftpreactive.options;

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
public record ServerCapabilities(
        boolean featuresAsked,
        @Nullable FtpFeatures features,
        boolean extendedPassive,
        boolean extendedPort,
        boolean machineListing,
        boolean listingArguments,
        boolean newerTls) {

    /** Nothing: everything is worth a try. */
    static final ServerCapabilities NOTHING = new ServerCapabilities(false, null, true, true, true, true, false);

    public ServerCapabilities features(@Nullable FtpFeatures listed) {
        boolean machine = listed == null ? machineListing : listed.mlst();
        return new ServerCapabilities(true, listed, extendedPassive, extendedPort, machine, listingArguments, newerTls);
    }

    public ServerCapabilities noExtendedPassive() {
        return new ServerCapabilities(
                featuresAsked, features, false, extendedPort, machineListing, listingArguments, newerTls);
    }

    public ServerCapabilities noExtendedPort() {
        return new ServerCapabilities(
                featuresAsked, features, extendedPassive, false, machineListing, listingArguments, newerTls);
    }

    public ServerCapabilities noMachineListing() {
        return new ServerCapabilities(
                featuresAsked, features, extendedPassive, extendedPort, false, listingArguments, newerTls);
    }

    public ServerCapabilities noListingArguments() {
        return new ServerCapabilities(
                featuresAsked, features, extendedPassive, extendedPort, machineListing, false, newerTls);
    }

    public ServerCapabilities newerTls(boolean newer) {
        return new ServerCapabilities(
                featuresAsked, features, extendedPassive, extendedPort, machineListing, listingArguments, newer);
    }
}
