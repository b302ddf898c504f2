package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpFeatures;
import io.ftpreactive.result.ServerCapabilities;
import io.ftpreactive.result.ServerCapabilities.Server;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a session knows of its server, beginning with what is remembered of it; hints for the order of attempts. What it
 * learns it keeps to its end and tells the memory. Changed on the session's event loop.
 */
public final class SessionCapabilities {

    private final CapabilityStore memory;
    private final Server server;
    private volatile ServerCapabilities known;
    private boolean announcementRefused;
    /** Not remembered: each session sees for itself. */
    private boolean announcesSizes;

    /** Not remembered either: what this session has been told by PORT or EPRT. */
    private boolean acceptsPorts;

    /** Not remembered either; volatile since a file that is closed on another thread asks for it. */
    private volatile boolean restarts;

    SessionCapabilities(CapabilityStore memory, Server server) {
        this.memory = memory;
        this.server = server;
        this.known = memory.recall(server);
    }

    private void learn(Consumer<Lesson> change) {
        known = Lesson.of(known, change);
        memory.learn(server, before -> Lesson.of(before, change));
    }

    /** What is known, with something of it changed. */
    private static final class Lesson {

        boolean featuresAsked;

        @Nullable
        FtpFeatures features;

        boolean extendedPassive;
        boolean extendedPort;
        boolean machineListing;
        boolean listingArguments;
        boolean newerTls;

        @Nullable
        Boolean pipelined;

        private Lesson(ServerCapabilities before) {
            featuresAsked = before.featuresAsked();
            features = before.features();
            extendedPassive = before.extendedPassive();
            extendedPort = before.extendedPort();
            machineListing = before.machineListing();
            listingArguments = before.listingArguments();
            newerTls = before.newerTls();
            pipelined = before.pipelined();
        }

        static ServerCapabilities of(ServerCapabilities before, Consumer<Lesson> change) {
            Lesson lesson = new Lesson(before);
            change.accept(lesson);
            return new ServerCapabilities(
                    lesson.featuresAsked,
                    lesson.features,
                    lesson.extendedPassive,
                    lesson.extendedPort,
                    lesson.machineListing,
                    lesson.listingArguments,
                    lesson.newerTls,
                    lesson.pipelined);
        }
    }

    /** Remembers FEAT's answer: what it listed, or null for a server that has no FEAT. */
    void learnFeatures(@Nullable FtpFeatures features) {
        learn(lesson -> {
            lesson.featuresAsked = true;
            lesson.features = features;
            lesson.machineListing = features == null ? lesson.machineListing : features.mlst();
        });
    }

    /** Whether FEAT was answered, by features or by saying that there is no FEAT. */
    boolean featuresAsked() {
        return known.featuresAsked();
    }

    /**
     * Returns what FEAT listed.
     *
     * @return the features, none if the server has no FEAT
     */
    public FtpFeatures features() {
        FtpFeatures listed = known.features();
        return listed == null ? FtpFeatures.none() : listed;
    }

    /**
     * Tells whether FEAT listed features, so that a feature's absence says something.
     *
     * @return true if it did
     */
    public boolean featuresKnown() {
        return known.features() != null;
    }

    /**
     * Tells whether EPSV has not failed yet.
     *
     * @return true if EPSV is worth a try
     */
    public boolean extendedPassive() {
        return known.extendedPassive();
    }

    /** Remembers that EPSV failed where PASV worked. */
    public void noExtendedPassive() {
        learn(lesson -> lesson.extendedPassive = false);
    }

    /**
     * Tells whether EPRT has not been refused yet.
     *
     * @return true if EPRT is worth a try
     */
    public boolean extendedPort() {
        return known.extendedPort();
    }

    /** Remembers that EPRT was refused where PORT was not. */
    public void noExtendedPort() {
        learn(lesson -> lesson.extendedPort = false);
    }

    /**
     * Tells whether MLSD and MLST may work.
     *
     * @return true if they are listed, or nothing is known
     */
    public boolean machineListing() {
        return known.machineListing();
    }

    /** Remembers that MLSD or MLST is unknown to the server. */
    public void noMachineListing() {
        learn(lesson -> lesson.machineListing = false);
    }

    /**
     * Tells whether listings have not ignored their argument yet.
     *
     * @return true if a directory can be named to LIST, NLST and MLSD
     */
    public boolean listingArguments() {
        return known.listingArguments();
    }

    /** Remembers that a listing was not that of the directory its argument named. */
    public void noListingArguments() {
        learn(lesson -> lesson.listingArguments = false);
    }

    /**
     * Tells whether the last 150 to a download named the file's size, which need not be asked for then.
     *
     * @return true if it did
     */
    public boolean announcesSizes() {
        return announcesSizes;
    }

    /**
     * Notes whether a 150 named the size.
     *
     * @param announced true if it did
     */
    public void announcesSizes(boolean announced) {
        announcesSizes = announced;
    }

    /**
     * Tells whether the server has accepted a port to connect to in this session.
     *
     * @return true once PORT or EPRT has succeeded
     */
    public boolean acceptsPorts() {
        return acceptsPorts;
    }

    /** Notes that PORT or EPRT has succeeded. */
    public void hasAcceptedPort() {
        acceptsPorts = true;
    }

    /**
     * Tells whether the server has shown that it begins where REST says.
     *
     * @return true once it has
     */
    public boolean restarts() {
        return restarts;
    }

    /** Notes that the server began where REST said. */
    public void hasRestarted() {
        restarts = true;
    }

    /** Remembers whether TLS 1.2 was refused where TLS 1.3 was not, or the other way. */
    void newerTls(boolean newer) {
        learn(lesson -> lesson.newerTls = newer);
    }

    /**
     * Tells whether the server has done in order what was sent before it had answered; other sessions may have
     * found out. From any thread.
     *
     * @return null as long as nobody knows
     */
    public @Nullable Boolean pipelined() {
        Boolean own = known.pipelined();
        Boolean found = Boolean.FALSE.equals(own) ? own : memory.recall(server).pipelined();
        return found == null ? own : found;
    }

    /**
     * Remembers whether the server bears that commands are sent ahead. What has stumbled once is not tried again.
     *
     * @param borne true once it has done what was sent early, false once it has stumbled
     */
    public void pipelined(boolean borne) {
        Boolean before = known.pipelined();
        if (before == null || (before && !borne)) {
            learn(lesson -> lesson.pipelined = borne && !Boolean.FALSE.equals(lesson.pipelined));
        }
    }

    /**
     * Tells whether the server takes announcements of transfers (PRET).
     *
     * @return true if FEAT lists PRET, and it has not been refused in this session
     */
    public boolean takesAnnouncements() {
        return !announcementRefused && features().has("PRET");
    }

    /** Remembers for this session that PRET was refused though it is listed. */
    public void noAnnouncements() {
        announcementRefused = true;
    }

    /**
     * Tells why this server is known not to listen for connections of another one.
     *
     * @param active what is known of the server that would connect
     * @return what one of them said, not long ago; null if nothing is known
     */
    public @Nullable String linkRefusal(SessionCapabilities active) {
        return memory.recallLink(server, active.server);
    }

    /**
     * Remembers that this server did not listen for another one.
     *
     * @param active what is known of the server that was to connect
     * @param why what one of them said
     * @param certain whether they said so in so many words; otherwise a link that was made before counts for more
     */
    public void linkRefused(SessionCapabilities active, String why, boolean certain) {
        memory.learnLink(server, active.server, why, certain);
    }

    /**
     * Remembers that another server connected to this one.
     *
     * @param active what is known of the other server
     */
    public void linkMade(SessionCapabilities active) {
        memory.learnLink(server, active.server, null, true);
    }
}
