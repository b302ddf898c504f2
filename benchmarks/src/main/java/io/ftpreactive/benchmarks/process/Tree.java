package io.ftpreactive.benchmarks.process;

import io.ftpreactive.benchmarks.client.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Many files in folders, no two of them alike.
 *
 * @param name of the directory that holds them
 * @param sizes by path below that directory
 */
record Tree(String name, SortedMap<String, Integer> sizes) {

    private static final int DAYS_OF_A_MONTH = 30;

    /** Files of one size in one folder. */
    static Tree flat(String name, int files, int size) {
        SortedMap<String, Integer> sizes = new TreeMap<>();
        for (int i = 0; i < files; i++) {
            sizes.put("small%05d".formatted(i), size);
        }
        return new Tree(name, sizes);
    }

    /**
     * Files in a folder for each day, of sizes that are as often below their geometric mean as above it: the same in every
     * run.
     */
    static Tree dated(String name, int files, int perFolder, int smallest, int largest) {
        Random random = new Random(files);
        SortedMap<String, Integer> sizes = new TreeMap<>();
        for (int i = 0; i < files; i++) {
            int day = i / perFolder;
            String path = "2026/%02d/%02d/station-%05d.csv"
                    .formatted(1 + day / DAYS_OF_A_MONTH, 1 + day % DAYS_OF_A_MONTH, i % perFolder);
            double size = smallest * Math.pow((double) largest / smallest, random.nextDouble());
            sizes.put(path, (int) Math.round(size));
        }
        return new Tree(name, sizes);
    }

    /** Writes all files where a server has them. */
    void write(Site site) throws IOException {
        Random random = new Random(1);
        for (Map.Entry<String, Integer> file : sizes.entrySet()) {
            byte[] bytes = new byte[file.getValue()];
            random.nextBytes(bytes);
            Path path = site.local(name).resolve(file.getKey());
            Files.createDirectories(path.resolveSibling(""));
            Files.write(path, bytes);
        }
    }

    /** The download of the whole tree into a folder, beside which the paths of all files are written. */
    Job job(Site site, Path folder, int sessions, boolean active) throws IOException {
        Path local = folder.resolve(name);
        Files.write(Job.list(local), sizes.keySet());
        long bytes = sizes.values().stream().mapToLong(Integer::longValue).sum();
        return new Job(Job.Kind.TREE, site.path(name), local, sizes.size(), sessions, bytes, active);
    }

    /** Compares the files of a download with those of the server, and deletes them. */
    static void check(Site site, Job job) throws IOException {
        Path name = job.local().getFileName();
        for (String path : job.paths()) {
            if (Files.mismatch(
                            site.local(String.valueOf(name)).resolve(path),
                            job.local().resolve(path))
                    >= 0) {
                throw new IOException(path + " has other bytes than on the server");
            }
        }
        TestFiles.delete(job.local());
    }
}
