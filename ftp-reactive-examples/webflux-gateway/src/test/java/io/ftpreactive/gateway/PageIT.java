package io.ftpreactive.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.FtpServerFixture;
import io.ftpreactive.testkit.RealServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page in a browser: what a visitor does with mouse, keyboard and files, down to the files of the FTP server. */
class PageIT {

    private static final AtomicInteger FOLDERS = new AtomicInteger();

    @TempDir
    static Path profile;

    private static @Nullable TestGateway gateway;
    private static @Nullable Browser started;

    @TempDir
    Path local = Path.of("");

    private final FtpServerFixture server = RealServers.embedded();

    /** A folder of the server for one test. */
    private final String folder = "page" + FOLDERS.incrementAndGet();

    @BeforeAll
    static void start() {
        RealServers.program("chromium"); // without which nothing needs to be started
        FtpServerFixture server = RealServers.embedded();
        TestGateway running = TestGateway.start(
                "ftp.clients.demo.host=" + server.host(),
                "ftp.clients.demo.port=" + server.port(),
                "ftp.clients.demo.username=" + server.user(),
                "ftp.clients.demo.password=" + server.password(),
                "ftp.clients.archive.url=ftp://127.0.0.1:1",
                "ftp.primary=demo");
        gateway = running;
        started = Browser.start(running, profile);
    }

    @AfterAll
    static void stop() {
        if (started != null) {
            started.close();
        }
        if (gateway != null) {
            gateway.close();
        }
    }

    /** No test leaves a page that asks before it is left. */
    @AfterEach
    void leave() {
        browser().script("window.onbeforeunload = null; document.getElementById('queue-cancel')?.click()");
    }

    private static Browser browser() {
        return Objects.requireNonNull(started);
    }

    private void write(String name, String text) {
        server.write(folder + "/" + name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void open() {
        server.makeDirectory(folder);
        browser().open("/files/pub/" + folder + "/");
    }

    private String remote(String name) throws IOException {
        return Files.readString(server.local(folder + "/" + name));
    }

    private List<String> remoteNames(String directory) throws IOException {
        try (Stream<Path> files = Files.list(server.local(folder + "/" + directory))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path localFile(String name, String text) throws IOException {
        Path file = local.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.writeString(file, text);
    }

    private static void choose(Path... files) {
        List<String> names = Stream.of(files).map(Path::toString).toList();
        browser().find("#choose-files").sendKeys(String.join("\n", names));
    }

    private static void untilQueueSays(String text) {
        browser().untilAsserted(page -> assertThat(page.text("#queue-title")).isEqualTo(text));
    }

    @Test
    void shouldGoThroughFolders() {
        write("reports/2026/q1.csv", "1");
        write("reports/today.csv", "2");
        Browser page = browser();
        page.open("/files/pub/" + folder + "/reports/2026");
        page.untilNames("q1.csv");
        assertThat(page.path()).isEqualTo("/files/pub/" + folder + "/reports/2026/");
        assertThat(page.texts("#crumbs a")).containsExactly("Files", "pub", folder, "reports", "2026");

        page.press(Keys.BACK_SPACE);
        page.untilNames("2026", "today.csv");
        assertThat(page.text(".row.active a")).isEqualTo("2026"); // where one came from
        page.press(Keys.ENTER);
        page.untilNames("q1.csv");
        page.click("#crumbs li:nth-child(3) a");
        page.untilNames("reports");
        page.back();
        page.untilNames("q1.csv");
        page.back();
        page.untilNames("2026", "today.csv");
        assertThat(page.path()).isEqualTo("/files/pub/" + folder + "/reports/");
    }

    @Test
    void shouldSortAndFilter() {
        write("b10.txt", "12");
        write("b9.txt", "1");
        write("\u00c4pfel.txt", "123");
        server.makeDirectory(folder + "/zoo");
        open();
        Browser page = browser();
        page.untilNames("zoo", "\u00c4pfel.txt", "b9.txt", "b10.txt");
        page.click("[data-sort=size] button");
        page.untilNames("zoo", "b9.txt", "b10.txt", "\u00c4pfel.txt");
        page.click("[data-sort=size] button");
        page.untilNames("zoo", "\u00c4pfel.txt", "b10.txt", "b9.txt");
        assertThat(page.find("[data-sort=size]").getDomAttribute("aria-sort")).isEqualTo("descending");

        page.press("/");
        page.press("APF");
        page.untilNames("\u00c4pfel.txt");
        assertThat(page.text("#summary")).startsWith("1 of 4 entries");
        page.press("x");
        page.untilNames();
        assertThat(page.text("#note")).contains("Nothing here is called \u201cAPFx\u201d");
        page.press(Keys.ESCAPE);
        page.untilNames("zoo", "\u00c4pfel.txt", "b10.txt", "b9.txt");

        page.pressWith(Keys.CONTROL, "a");
        assertThat(page.text("#selected-count")).isEqualTo("4 selected");
        page.press("/");
        page.press("b");
        page.untilNames("b10.txt", "b9.txt");
        assertThat(page.text("#selected-count")).isEqualTo("2 selected"); // what is not seen is not deleted either
    }

    @Test
    void shouldUploadChosenFiles() throws IOException {
        open();
        Browser page = browser();
        assertThat(page.text("#note")).contains("This folder is empty");
        choose(localFile("one.txt", "eins"), localFile("100% #2?.txt", "zwei"), localFile("empty.txt", ""));
        untilQueueSays("3 uploads done");
        page.untilNames("100% #2?.txt", "empty.txt", "one.txt");
        assertThat(remote("one.txt")).isEqualTo("eins");
        assertThat(remote("100% #2?.txt")).isEqualTo("zwei");
        assertThat(remoteNames("")).containsExactly("100% #2?.txt", "empty.txt", "one.txt");
    }

    @Test
    void shouldUploadDroppedFolders() throws IOException {
        // More than a browser tells of a folder at a time.
        for (int file = 0; file < 120; file++) {
            localFile("tree/many/file" + file, "text " + file);
        }
        localFile("tree/deep/er/\u00fcber.txt", "tief");
        Files.createDirectories(local.resolve("tree/nothing"));
        open();
        Browser page = browser();
        page.drop(local.resolve("tree"), localFile("alone.txt", "allein"));
        untilQueueSays("123 uploads done");
        page.untilNames("tree", "alone.txt");
        assertThat(remoteNames("tree")).containsExactly("deep", "many", "nothing");
        assertThat(remoteNames("tree/many")).hasSize(120);
        assertThat(remote("tree/many/file119")).isEqualTo("text 119");
        assertThat(remote("tree/deep/er/\u00fcber.txt")).isEqualTo("tief");
    }

    @Test
    void shouldAskAboutNamesThatAreTaken() throws IOException {
        List<String> names = List.of("a.txt", "b.txt", "c.txt");
        for (String name : names) {
            write(name, "old");
        }
        open();
        Browser page = browser();
        choose(localFile("a.txt", "new"), localFile("free.txt", "new"));
        page.until(() -> page.text("dialog").contains("a.txt"));
        page.screenshot("conflict");
        untilQueueHas("done", 1); // the other one does not wait
        page.clickButton("Replace");
        untilQueueSays("2 uploads done");
        assertThat(remote("a.txt")).isEqualTo("new");

        choose(localFile("b.txt", "new"));
        page.until(() -> page.text("dialog").contains("b.txt"));
        page.press(Keys.ESCAPE);
        untilQueueSays("2 uploads done, 1 skipped");
        assertThat(remote("b.txt")).isEqualTo("old");

        choose(localFile("b.txt", "new"), localFile("c.txt", "new"));
        page.click("dialog input");
        page.clickButton("Keep both");
        untilQueueSays("4 uploads done, 1 skipped");
        assertThat(remoteNames("")).containsExactly("a.txt", "b (2).txt", "b.txt", "c (2).txt", "c.txt", "free.txt");
        assertThat(remote("c (2).txt")).isEqualTo("new");
    }

    private static void untilQueueHas(String state, int count) {
        browser()
                .until(() -> browser()
                                .findAll("#queue-list [data-state=" + state + "]")
                                .size()
                        == count);
    }

    @Test
    void shouldCancelAnUploadAndTryItAgain() throws IOException {
        String content = "0123456789abcdef".repeat(500_000);
        open();
        Browser page = browser();
        limitUploads(400_000);
        choose(localFile("large.bin", content), localFile("small.txt", "small"));
        untilQueueHas("done", 1);
        page.until(() -> page.text("#queue-list [data-state=active] .facts").contains("/s"));
        page.screenshot("queue");
        page.click("#queue-list [data-state=active] .cancel");
        untilQueueSays("1 upload done, 1 cancelled");
        limitUploads(-1);
        page.click("#queue-list .retry:not([hidden])");
        untilQueueSays("2 uploads done");
        assertThat(remote("large.bin")).isEqualTo(content);
        page.untilNames("large.bin", "small.txt");
        page.untilAsserted(ignored -> assertThat(remoteNames("")).containsExactly("large.bin", "small.txt"));
    }

    @Test
    void shouldGoOnByItselfWhereTheServerIsBusy() throws IOException {
        write("there.txt", "1");
        open();
        Browser page = browser();
        answerFirstUpload(503);
        choose(localFile("a.txt", "text"));
        page.until(() -> page.text("#queue-list .facts").contains("goes on by itself"));
        untilQueueSays("1 upload done");
        assertThat(remote("a.txt")).isEqualTo("text");

        answerFirstRequest(503);
        page.click("#refresh");
        page.until(() -> page.text("#note").contains("Tries again in 1 s."));
        assertThat(page.text("#note")).contains("The FTP server is not available", "made up");
        page.untilNames("a.txt", "there.txt");
    }

    @Test
    void shouldNotLetAFailureStopTheOthers() throws IOException {
        open();
        Browser page = browser();
        answerFirstUpload(507);
        choose(localFile("a.txt", "1"), localFile("b.txt", "2"), localFile("c.txt", "3"));
        untilQueueSays("2 uploads done, 1 failed");
        assertThat(page.text("#queue-list [data-state=failed] .facts")).startsWith("The FTP server has no space left");
        page.clickButton("Retry failed");
        untilQueueSays("3 uploads done");
        assertThat(remoteNames("")).containsExactly("a.txt", "b.txt", "c.txt");
    }

    @Test
    void shouldAskForTheLoginAgain() {
        write("a.txt", "1");
        open();
        Browser page = browser();
        answerFirstRequest(401);
        page.click("#refresh");
        page.until(() -> page.text("#note h2").equals("You are not signed in"));
        page.clickButton("Sign in");
        page.loaded();
        page.untilNames("a.txt");
    }

    /** Lets the next request of the page fail, with an answer that says to come back in a second. */
    private static void answerFirstRequest(int status) {
        browser().script("""
                const answer = new Response('{"detail": "made up"}',
                    {status: arguments[0], headers: {"Retry-After": "1"}});
                const real = window.fetch;
                window.fetch = () => {
                    window.fetch = real;
                    return Promise.resolve(answer);
                }""", status);
    }

    /** Lets the next upload fail likewise: it goes to a server that is down, whose answer is made another. */
    private static void answerFirstUpload(int status) {
        browser().script("""
                const status = arguments[0];
                const real = XMLHttpRequest.prototype.open;
                XMLHttpRequest.prototype.open = function (method) {
                    XMLHttpRequest.prototype.open = real;
                    Object.defineProperty(this, "status", {value: status});
                    this.getResponseHeader = () => "1";
                    real.call(this, method, "/servers/archive/files/x");
                }""", status);
    }

    private static void limitUploads(long bytesPerSecond) {
        browser().devTools("Network.enable", Map.of());
        browser()
                .devTools(
                        "Network.emulateNetworkConditions",
                        Map.of(
                                "offline",
                                false,
                                "latency",
                                0,
                                "downloadThroughput",
                                -1,
                                "uploadThroughput",
                                bytesPerSecond));
    }

    @Test
    void shouldRenameMoveAndDelete() throws IOException {
        write("old.txt", "text");
        write("full/inner/file.txt", "x");
        server.makeDirectory(folder + "/goal");
        open();
        Browser page = browser();
        page.untilNames("full", "goal", "old.txt");
        openMenu("old.txt", "Rename");
        page.answer("new #1.txt");
        page.untilNames("full", "goal", "new #1.txt");
        openMenu("new #1.txt", "Move");
        page.answer("/pub/" + folder + "/goal/");
        page.untilNames("full", "goal");
        assertThat(remote("goal/new #1.txt")).isEqualTo("text");

        openMenu("full", "Delete");
        page.until(() -> page.text("dialog").contains("everything in it"));
        page.screenshot("delete");
        page.press(Keys.ESCAPE);
        assertThat(page.names()).contains("full");
        openMenu("full", "Delete");
        page.clickButton("Delete with contents");
        page.untilNames("goal");
        assertThat(server.local(folder + "/full")).doesNotExist();
    }

    /** Chooses from the menu of an entry. */
    private static void openMenu(String name, String action) {
        Browser page = browser();
        page.until(() -> page.findAll("dialog, .menu").isEmpty());
        WebElement button = page.findAll("#rows .more").get(page.names().indexOf(name));
        button.click();
        page.until(() -> {
            page.findAll(".menu [role=menuitem]").stream()
                    .filter(item -> item.getText().startsWith(action))
                    .findFirst()
                    .orElseThrow()
                    .click();
            return true;
        });
    }

    @Test
    void shouldBeUsedByKeyboard() {
        write("a.txt", "1");
        write("b.txt", "1");
        write("c.txt", "1");
        open();
        Browser page = browser();
        page.untilNames("a.txt", "b.txt", "c.txt");
        page.press("n");
        page.answer("bad/name");
        page.until(() -> page.text("dialog .error-text").contains("no slash"));
        page.answer("made");
        page.untilNames("made", "a.txt", "b.txt", "c.txt");
        assertThat(page.text(".row.active a")).isEqualTo("made");

        page.press(Keys.F2);
        page.answer("a.txt");
        page.until(() -> page.text("dialog").contains("already a.txt"));
        page.press(Keys.ESCAPE);
        page.until(() -> page.findAll("dialog").isEmpty());
        page.press(Keys.F2);
        page.answer("renamed");
        page.untilNames("renamed", "a.txt", "b.txt", "c.txt");

        page.press(Keys.END, Keys.SPACE);
        page.pressWith(Keys.SHIFT, Keys.ARROW_UP);
        assertThat(page.text("#selected-count")).isEqualTo("2 selected");
        page.screenshot("selected");
        page.press(Keys.DELETE);
        page.until(() -> page.text("dialog").contains("2 entries"));
        page.press(Keys.ENTER);
        page.untilNames("renamed", "a.txt");
        page.press(Keys.HOME, Keys.ENTER);
        page.until(() -> page.path().endsWith("/renamed/"));
        assertThat(page.tells("return document.activeElement.id === 'grid'")).isTrue();
    }

    @Test
    void shouldTakeNamesForText() throws IOException {
        List<String> names = List.of(
                "<img src=x onerror=alert(1)>.txt",
                "100%.txt",
                "%2e%2e",
                "a#b?c&d=e+f;g.txt",
                "\"quotes\" 'and' `ticks`.txt",
                "\u65e5\u672c\u8a9e \ud83c\udf89.txt",
                " leading.txt");
        for (String name : names) {
            write(name, "content of " + name);
        }
        write("<b>dir #1?%/inner.txt", "x");
        open();
        Browser page = browser();
        page.untilAsserted(ignored -> assertThat(page.names()).hasSize(names.size() + 1));
        page.screenshot("names");
        assertThat(page.names()).contains("<img src=x onerror=alert(1)>.txt", "\u2423leading.txt");
        assertThat(page.findAll("#rows img, #rows b, #rows script")).isEmpty();
        List<String> contents = new ArrayList<>();
        for (String href : hrefs()) {
            contents.add((String) page.asyncScript(
                    "const done = arguments[1]; fetch(arguments[0]).then(r => r.text()).then(done, e => done(String(e)))",
                    href));
        }
        assertThat(contents)
                .containsExactlyInAnyOrderElementsOf(
                        names.stream().map(name -> "content of " + name).toList());
        page.press(Keys.HOME, Keys.ENTER);
        page.untilNames("inner.txt");
        assertThat(page.texts("#crumbs a")).endsWith("<b>dir #1?%");
        page.reload();
        page.untilNames("inner.txt");
        assertThat(remoteNames("")).hasSize(names.size() + 1);
    }

    private static List<String> hrefs() {
        return browser().strings("return Array.from(document.querySelectorAll('#rows a[download]'), a => a.href)");
    }

    @Test
    void shouldBeDarkOnDemand() {
        write("reports/a.csv", "1");
        write("photo.jpg", "x".repeat(2_345));
        open();
        Browser page = browser();
        String light = background();
        page.screenshot("light");
        browser()
                .devTools(
                        "Emulation.setEmulatedMedia",
                        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
        String dark = background();
        page.screenshot("dark");
        assertThat(dark).isNotEqualTo(light);
        page.click("#theme");
        assertThat(page.find("#theme").getDomAttribute("title")).isEqualTo("Theme: light");
        assertThat(background()).isEqualTo(light);
        page.reload();
        assertThat(background()).isEqualTo(light);
        browser().devTools("Emulation.setEmulatedMedia", Map.of("features", List.of()));
        page.click("#theme");
        assertThat(background()).isEqualTo(dark);
        page.click("#theme");
        assertThat(background()).isEqualTo(light);
    }

    private static String background() {
        return String.valueOf(browser().script("return getComputedStyle(document.body).backgroundColor"));
    }

    @Test
    void shouldFitAPhone() throws IOException {
        write("a very long name of a file that does not fit into the width of a telephone.txt", "1");
        write("folder/x", "1");
        Browser page = browser();
        page.devTools(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 780, "deviceScaleFactor", 2, "mobile", true));
        try {
            open();
            choose(localFile("photo.jpg", "jpg"));
            untilQueueSays("1 upload done");
            page.until(() -> page.names().size() == 3);
            page.screenshot("phone");
            assertThat(page.tells("return document.documentElement.scrollWidth <= 390"))
                    .isTrue();
            List<String> outside = page.strings("return Array.from(document.querySelectorAll("
                    + "'button, input, select, #rows a'), e => e.getBoundingClientRect())"
                    + ".filter(r => r.width && (r.right > 390 || r.left < 0)).map(r => Math.round(r.right))");
            assertThat(outside).isEmpty();
        } finally {
            page.devTools("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    @Test
    void shouldSayThatAServerIsDown() {
        open();
        Browser page = browser();
        page.script("const s = document.getElementById('server'); s.value = 'archive';"
                + " s.dispatchEvent(new Event('change'))");
        page.until(() -> page.text("#note h2").equals("The FTP server cannot be reached"));
        page.screenshot("down");
        assertThat(page.path()).isEqualTo("/servers/archive/files/");
        assertThat(page.text("#note")).contains("127.0.0.1:1");
        page.back();
        page.until(() -> page.text("#note").contains("empty"));

        browser().open("/files/pub/" + folder + "/missing/");
        assertThat(page.text("#note h2")).isEqualTo("This is not there");
    }

    @Test
    void shouldShowTenThousandEntriesByShowingFew() throws IOException {
        Path directory = server.makeDirectory(folder);
        for (int file = 1; file <= 10_000; file++) {
            Files.createFile(directory.resolve("file " + file));
        }
        open();
        Browser page = browser();
        assertThat(page.text("#summary")).isEqualTo("10,000 entries");
        page.press(Keys.END);
        page.until(() -> page.text(".row.active a").equals("file 10000"));
        assertThat(page.names()).hasSizeLessThan(100);
        page.press("/");
        page.press("777");
        page.until(() -> page.text("#summary").startsWith("19 of 10,000"));
    }

    @Test
    void shouldNameEverythingForThoseWhoDoNotSee() {
        write("a.txt", "1");
        open();
        List<String> unnamed = browser()
                .strings("return Array.from("
                        + "document.querySelectorAll('button, input, select, a, progress, [role=grid], nav'))"
                        + ".filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.length))"
                        + ".map(e => e.outerHTML)");
        assertThat(unnamed).isEmpty();
        assertThat(browser().find("#grid").getDomAttribute("aria-activedescendant"))
                .isEqualTo("row-0");
        assertThat(browser().find("#grid").getDomAttribute("aria-rowcount")).isEqualTo("2");
    }
}
