package io.exportroutes.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser, Debian's chromium with its driver: nothing is downloaded. */
final class Browser implements AutoCloseable {
    private static final File DRIVER = new File("/usr/bin/chromedriver");
    private static final File CHROMIUM = new File("/usr/bin/chromium");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;

    /** @param dark whether the viewer's system is in dark mode */
    Browser(boolean dark) {
        Assumptions.assumeTrue(
                DRIVER.canExecute() && CHROMIUM.canExecute(),
                "There is no browser: apt-get install chromium chromium-driver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--lang=en",
                "--force-device-scale-factor=1");
        if (dark) {
            options.addArguments("--blink-settings=preferredColorScheme=0");
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER)
                        .usingAnyFreePort()
                        .build(),
                options);
        size(1280, 900);
    }

    void size(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    void open(String url) {
        driver.get(url);
    }

    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    void waitFor(String text) {
        new WebDriverWait(driver, PATIENCE)
                .withMessage(() -> text + " in: " + text())
                .until(now -> text().contains(text));
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** Presses the button with this text, and says yes to the question. */
    void press(String button) {
        with(By.xpath("//button[normalize-space()='" + button + "']"), WebElement::click);
        new WebDriverWait(driver, PATIENCE)
                .until(ExpectedConditions.alertIsPresent())
                .accept();
    }

    /** Writes into the first of these fields. */
    void type(String css, String text) {
        with(By.cssSelector(css), field -> field.sendKeys(text));
    }

    /** News may replace the element between its being found and used. */
    private void with(By which, Consumer<WebElement> use) {
        new WebDriverWait(driver, PATIENCE)
                .ignoring(StaleElementReferenceException.class)
                .until(now -> {
                    use.accept(now.findElement(which));
                    return true;
                });
    }

    @Nullable
    Object run(String script) {
        return driver.executeScript(script);
    }

    /** Nothing in the console: no error, and no report of the policy. */
    void assertQuiet() {
        assertThat(driver.manage().logs().get(LogType.BROWSER).getAll())
                .extracting(LogEntry::toString)
                .isEmpty();
    }

    /** Nothing was asked of another host. */
    void assertOnly(String origin) {
        List<String> asked = driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> message.contains("Network.requestWillBeSent\""))
                .toList();
        assertThat(asked).isNotEmpty().allSatisfy(message -> assertThat(message)
                .containsPattern("\"url\":\"(?:" + java.util.regex.Pattern.quote(origin) + "|data:)"));
    }

    /** Readable by everybody: no violation of the rules of axe, and nothing to scroll sideways. */
    void assertAccessible() {
        assertThat(new AxeBuilder().analyze(driver).getViolations())
                .extracting(Browser::told)
                .isEmpty();
        assertThat(run("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("pixels to scroll sideways")
                .isEqualTo(0L);
    }

    private static String told(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes();
    }

    /** Writes what is seen into target/screenshots; with -Dscreenshots.write=true over the picture of that name in the documents, too. */
    void picture(String name) throws IOException {
        byte[] png = driver.getScreenshotAs(OutputType.BYTES);
        Files.write(Files.createDirectories(Path.of("target/screenshots")).resolve(name + ".png"), png);
        Path shown = Path.of("docs/images", name + ".png"); // a new one begins as an empty file
        if (Boolean.getBoolean("screenshots.write") && Files.exists(shown)) {
            Files.write(shown, png);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
