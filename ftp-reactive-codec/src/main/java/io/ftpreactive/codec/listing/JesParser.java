package io.ftpreactive.codec.listing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The jobs in the queues of JES, and the spool files of one, after {@code SITE FILETYPE=JES}; from "Displaying the
 * status of a job" in the z/OS Communications Server IP User's Guide, for both interface levels.
 */
final class JesParser implements ListingParser {

    static final ListingParser INSTANCE = new JesParser();

    /** Level 2 tells the owner, level 1 does not. */
    private static final Pattern JOB = Pattern.compile("[\\w$#@]{1,8} ++(?<id>(?:JOB|STC|TSU|[JST])\\d{4,7}+) ++"
            + "(?:(?<owner>[\\w$#@+]{1,8}) ++)?(?<status>INPUT|ACTIVE|OUTPUT)(?: .*+)?");

    /** Number, step, procedure step on some systems, class, name of the DD statement, and bytes. */
    private static final Pattern SPOOL_FILE = Pattern.compile(
            " {2,}+0{0,2}(?<number>[1-9]\\d{0,2}) ++\\S{1,8} ++(?:\\S{1,8} ++)?\\w ++[\\w$#@]{1,8} ++(?<bytes>\\d++) *+");

    private static final Pattern NOTE = Pattern.compile(" *+(?:JOBNAME ++JOBID .*+|-{8}|ID ++STEPNAME .*+"
            + "|STEPNAME ++\\S++ ++PROCNAME .*+|CPUTIME ++[\\d.]++ ++ELAPSED .*+|\\d++ spool files?"
            + "|No jobs found on \\w++ queue) *+");

    private static final String NO_OWNER = "++++++++";

    private static final String DONE = "OUTPUT";

    private JesParser() {}

    @Override
    public @Nullable FtpEntry parse(String line, Instant now, ZoneId zone) {
        Matcher job = JOB.matcher(line);
        if (job.matches()) {
            return job(line, job);
        }
        Matcher file = SPOOL_FILE.matcher(line);
        return file.matches()
                ? FtpEntry.builder(line, file.group("number"), FtpEntryType.FILE)
                        .size(Digits.parse(file.group("bytes")))
                        .build()
                : null;
    }

    @Override
    public boolean isNote(String line) {
        return NOTE.matcher(line).matches();
    }

    /** RETR takes the id of a job, and has something to send only after it has run. */
    private static FtpEntry job(String line, Matcher job) {
        FtpEntryType type = job.group("status").equals(DONE) ? FtpEntryType.FILE : FtpEntryType.OTHER;
        String owner = job.group("owner");
        return FtpEntry.builder(line, job.group("id"), type)
                .owner(NO_OWNER.equals(owner) ? null : owner)
                .build();
    }
}
