package io.ftpreactive.control;

import io.ftpreactive.codec.FtpFeatures;

/** What a session has learnt of its server; hints for the order of attempts. Changed on the session's event loop. */
public final class ServerTraits {

    private volatile FtpFeatures features = FtpFeatures.none();
    private volatile boolean extendedPassive = true;
    private volatile boolean extendedPort = true;
    private volatile boolean machineListing = true;
    private volatile boolean featuresKnown;

    ServerTraits() {}

    void learn(FtpFeatures features) {
        this.features = features;
        featuresKnown = true;
        machineListing = features.mlst();
    }

    /**
     * Returns what FEAT listed.
     *
     * @return the features, none if the server has no FEAT
     */
    public FtpFeatures features() {
        return features;
    }

    /**
     * Tells whether FEAT was answered, so that a feature's absence says something.
     *
     * @return true if it was
     */
    public boolean featuresKnown() {
        return featuresKnown;
    }

    /**
     * Tells whether EPSV has not failed yet.
     *
     * @return true if EPSV is worth a try
     */
    public boolean extendedPassive() {
        return extendedPassive;
    }

    /** Remembers that EPSV failed where PASV worked. */
    public void noExtendedPassive() {
        extendedPassive = false;
    }

    /**
     * Tells whether EPRT has not been refused yet.
     *
     * @return true if EPRT is worth a try
     */
    public boolean extendedPort() {
        return extendedPort;
    }

    /** Remembers that EPRT was refused. */
    public void noExtendedPort() {
        extendedPort = false;
    }

    /**
     * Tells whether MLSD and MLST may work.
     *
     * @return true if they are listed, or nothing is known
     */
    public boolean machineListing() {
        return machineListing;
    }

    /** Remembers that MLSD or MLST is unknown to the server. */
    public void noMachineListing() {
        machineListing = false;
    }
}
