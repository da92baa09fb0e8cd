package io.exportroutes.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.servers.S3Server;
import io.exportroutes.lab.servers.SmtpServer;
import io.exportroutes.lab.servers.SshServer;
import jakarta.mail.internet.MimeMultipart;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application of src/it/guest, which Maven has built from the packaged artifact alone. It runs in a process of its own, on
 * the class path that Maven gave it; the lab is in this process, and has nothing but the servers.
 */
class ForeignApplicationIT {
    private static final Path BUILT = Path.of("target", "it", "guest", "target");
    private static final String KEY = "reports/report.bin";

    @TempDir
    private Path folder;

    private final Properties properties = new Properties();
    private final byte[] bytes = new byte[100_000];

    @Test
    void aFileIsDeliveredByEachSink() throws Exception {
        new Random(5).nextBytes(bytes);
        Path file = Files.write(folder.resolve("report.bin"), bytes);
        try (S3Server s3 = S3Server.start("acme");
                SshServer ssh = SshServer.start();
                SmtpServer smtp = SmtpServer.start()) {
            set("file", "directory", folder.resolve("mirror"), "create", true);
            set("s3", "bucket", "acme", "endpoint", s3.endpoint(), "pathStyle", true);
            set("s3", "accessKey", s3.accessKey(), "secretKey", s3.secretKey());
            set("sftp", "host", "127.0.0.1", "port", ssh.port(), "directory", "/incoming", "create", true);
            set("sftp", "username", ssh.username(), "password", ssh.password());
            set("sftp", "knownHostsFile", ssh.knownHostsFile(folder.resolve("known_hosts")));
            set("email", "host", "127.0.0.1", "port", smtp.port(), "from", "a@example.com", "to", "b@example.com");
            set("email", "username", smtp.username(), "password", smtp.password(), "subject", "{name}");
            set("email", "caFile", smtp.certificateFile(folder.resolve("ca.pem")));

            assertThat(run(file)).contains("all delivered");

            assertThat(folder.resolve("mirror").resolve(KEY)).hasBinaryContent(bytes);
            assertThat(s3.read("acme", KEY)).isEqualTo(bytes);
            assertThat(ssh.root().resolve("incoming").resolve(KEY)).hasBinaryContent(bytes);
            MimeMultipart mail = (MimeMultipart) smtp.received().get(0).getContent();
            assertThat(mail.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void itGetsNoMoreThanTheSinksNeed() throws IOException {
        assertThat(jars())
                .noneMatch(jar ->
                        jar.matches(".*(logback|sqlite|postgresql|flyway|jdbi|HikariCP|db-scheduler|picocli|vertx"
                                + "|netty|quartz|micrometer|prometheus|-lab|s3proxy).*"))
                .hasSizeLessThan(90);
    }

    @Test
    void nothingOfOursStandsAtAWellKnownPlace() throws IOException {
        try (JarFile jar = new JarFile(ours().toFile())) {
            assertThat(jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName))
                    .contains("META-INF/LICENSE", "META-INF/NOTICE", "io/exportroutes/logback.xml")
                    .allMatch(
                            entry -> entry.matches(
                                    "(META-INF/)?io/exportroutes/.*|META-INF/maven/io.exportroutes/.*"
                                            + "|META-INF/(MANIFEST.MF|LICENSE|NOTICE|services/org/apache/camel/TypeConverterLoader)"
                                            + "|kamelets/(zangtable-.*-action|.*-(archive|check)-action|.*-(artifact|notification)-sink).kamelet.yaml"));
        }
    }

    private void set(String sink, Object... namesAndValues) {
        for (int index = 0; index < namesAndValues.length; index += 2) {
            properties.setProperty(
                    "camel.kamelet." + sink + "-artifact-sink." + namesAndValues[index],
                    namesAndValues[index + 1].toString());
        }
    }

    private String run(Path file) throws IOException, InterruptedException {
        Path configuration = folder.resolve("application.properties");
        try (Writer writer = Files.newBufferedWriter(configuration)) {
            properties.store(writer, null);
        }
        Path output = folder.resolve("output");
        String classPath = BUILT.resolve("classes") + File.pathSeparator + String.join(File.pathSeparator, jars());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        "guest.Guest",
                        configuration.toString(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        // It ends by itself in a few seconds; one that hangs is ended, so that its output says where.
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }

    private static Path ours() throws IOException {
        List<String> own =
                jars().stream().filter(jar -> jar.contains("export-routes")).toList();
        assertThat(own).singleElement().asString().contains("it-repository");
        return Path.of(own.get(0));
    }

    private static List<String> jars() throws IOException {
        return Stream.of(Files.readString(BUILT.resolve("classpath")).strip().split(File.pathSeparator))
                .toList();
    }
}
