package io.ftpreactive.mirror;

/**
 * The sums of a mirror so far. Those of what is to do grow as directories are compared, ahead of the transfers.
 *
 * @param folders directories that were compared
 * @param files files of the source that were compared
 * @param skipped entries of the source that are no files and no directories, such as symbolic links, and local part files
 * @param filesToDo files that differ, transferred or still to be transferred
 * @param bytesToDo their bytes, as far as sizes are known
 * @param filesDone files that were transferred; of a dry run, those that would be
 * @param bytesDone their bytes
 * @param deleted how much was deleted at the destination: files and directories
 * @param removed how much was removed at the source: files and directories
 * @param failures how many elements have a failure
 */
public record MirrorTotals(
        long folders,
        long files,
        long skipped,
        long filesToDo,
        long bytesToDo,
        long filesDone,
        long bytesDone,
        long deleted,
        long removed,
        long failures) {}
