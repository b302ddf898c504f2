package io.ftpreactive.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.testkit.RealServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;

/** Chromium without a window, on the page of a gateway. */
final class Browser implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final ChromeDriver driver;
    private final String origin;

    private Browser(ChromeDriver driver, String origin) {
        this.driver = driver;
        this.origin = origin;
    }

    /**
     * Starts it, or skips the test where it is not installed and not required.
     *
     * @param profile an empty folder for what it writes
     */
    static Browser start(TestGateway gateway, Path profile) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(RealServers.program("chromium").toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox", // which does not work for root
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--lang=en",
                "--window-size=1200,943",
                "--user-data-dir=" + profile);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(RealServers.program("chromedriver").toFile())
                .usingAnyFreePort()
                .build();
        Browser browser = new Browser(new ChromeDriver(service, options), "localhost:" + gateway.port());
        browser.logIn();
        return browser;
    }

    /** Chromium keeps the login of an address for all others of its origin. */
    private void logIn() {
        driver.get("http://" + TestGateway.USER + ":" + TestGateway.PASSWORD + "@" + origin + "/page/icon.svg");
    }

    /** Opens an address, and waits until the page has loaded its directory. */
    void open(String path) {
        driver.get("http://" + origin + path);
        loaded();
    }

    void loaded() {
        until(() -> tells("return document.querySelector('#crumbs li') !== null"
                + " && !document.getElementById('grid').hasAttribute('aria-busy')"));
    }

    void back() {
        driver.navigate().back();
        loaded();
    }

    void reload() {
        driver.navigate().refresh();
        loaded();
    }

    /** The encoded path of the address. */
    String path() {
        return String.valueOf(script("return location.pathname"));
    }

    @Nullable
    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    boolean tells(String script, Object... arguments) {
        return Boolean.TRUE.equals(script(script, arguments));
    }

    List<String> strings(String script, Object... arguments) {
        List<?> result = (List<?>) Objects.requireNonNull(script(script, arguments));
        return result.stream().map(String::valueOf).toList();
    }

    /** Runs a script that ends by calling the last of its arguments. */
    Object asyncScript(String script, Object... arguments) {
        return Objects.requireNonNull(driver.executeAsyncScript(script, arguments));
    }

    void devTools(String command, Map<String, Object> parameters) {
        driver.executeCdpCommand(command, parameters);
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> findAll(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** The shown text of all elements, as it is in the document. */
    List<String> texts(String selector) {
        return strings("return Array.from(document.querySelectorAll(arguments[0]), e => e.textContent)", selector);
    }

    String text(String selector) {
        return String.valueOf(script("return document.querySelector(arguments[0])?.textContent ?? ''", selector));
    }

    void click(String selector) {
        until(() -> find(selector).isDisplayed());
        find(selector).click();
    }

    void clickButton(String label) {
        Callable<WebElement> button = () -> findAll("button").stream()
                .filter(each -> each.isDisplayed() && each.getText().equals(label))
                .findFirst()
                .orElseThrow();
        until(() -> {
            button.call().click();
            return true;
        });
    }

    /** Types into whatever has the focus. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    void pressWith(Keys modifier, CharSequence key) {
        new Actions(driver).keyDown(modifier).sendKeys(key).keyUp(modifier).perform();
    }

    /** Replaces the text of the dialog that opens. */
    void answer(String text) {
        until(() -> find("dialog[open] input[type=text]").isDisplayed());
        WebElement input = find("dialog[open] input[type=text]");
        input.clear();
        input.sendKeys(text, Keys.ENTER);
    }

    /** The names in the table, those in sight. */
    List<String> names() {
        return texts("#rows .c-name a");
    }

    void untilNames(String... names) {
        untilAsserted(page -> assertThat(page.names()).containsExactly(names));
    }

    /** Drops files and folders of this machine, as a file manager does. */
    void drop(Path... files) {
        Map<String, Object> data = Map.of(
                "items", List.of(),
                "files", List.of(files).stream().map(Path::toString).toList(),
                "dragOperationsMask", 1);
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            devTools("Input.dispatchDragEvent", Map.of("type", type, "x", 600, "y", 400, "data", data));
        }
    }

    /** Waits; what is missing or replaced just then is looked for again. */
    void until(Callable<Boolean> condition) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .ignoreException(StaleElementReferenceException.class)
                .ignoreExceptionsInstanceOf(RuntimeException.class)
                .atMost(LONG)
                .until(condition);
    }

    void untilAsserted(ThrowingConsumer<Browser> assertion) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(LONG)
                .untilAsserted(() -> assertion.acceptThrows(this));
    }

    /** Keeps what is to be seen, for whoever wants to look at it. */
    void screenshot(String name) {
        // A transition that has just begun would show neither state.
        script("document.getAnimations().forEach(animation => animation.finish())");
        byte[] image = driver.getScreenshotAs(OutputType.BYTES);
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
