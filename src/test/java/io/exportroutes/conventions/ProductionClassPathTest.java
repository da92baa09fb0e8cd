package io.exportroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * What tests need never changes what production runs on: Maven takes one version of each artifact for both, and the nearest
 * wins, which may be one that only a test asks for.
 */
class ProductionClassPathTest {
    private static final String OF_TESTS = "/project/dependencies/dependency[scope='test']";

    @TempDir
    private Path directory;

    @Test
    void productionRunsOnTheSameJarsAsIfThereWereNoTests() throws Exception {
        Path alone = directory.resolve("pom.xml");
        withoutTests(Path.of("pom.xml"), alone);

        List<String> production = runtime(alone);

        assertThat(production).as("Camel and what it brings").hasSizeGreaterThan(100);
        assertThat(runtime(Path.of("pom.xml")))
                .as("to be pinned under dependencyManagement, or excluded where a test brings it")
                .isEqualTo(production);
    }

    private static void withoutTests(Path pom, Path copy) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
        NodeList ofTests =
                (NodeList) XPathFactory.newInstance().newXPath().evaluate(OF_TESTS, document, XPathConstants.NODESET);
        assertThat(ofTests.getLength()).as("dependencies of tests").isPositive();
        for (int i = 0; i < ofTests.getLength(); i++) {
            Node dependency = ofTests.item(i);
            dependency.getParentNode().removeChild(dependency);
        }
        TransformerFactory.newInstance()
                .newTransformer()
                .transform(new DOMSource(document), new StreamResult(copy.toFile()));
    }

    /** Group, name, version and scope of each artifact that production runs on, in order; only poms are read for it. */
    private List<String> runtime(Path pom) throws IOException, InterruptedException {
        Path list = directory.resolve("runtime.txt");
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-q", "-f", pom.toString(), "dependency:collect"));
        command.add("-DincludeScope=runtime");
        command.add("-Dsort=true");
        command.add("-DoutputFile=" + list);
        String repository = System.getProperty("localRepository"); // of the Maven that runs the tests
        if (repository != null) {
            command.add("-Dmaven.repo.local=" + repository);
        }
        Path log = directory.resolve("maven.log");
        Process maven = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(maven.waitFor(10, TimeUnit.MINUTES)).as("Maven ended").isTrue();
        assertThat(maven.exitValue()).as(() -> read(log)).isZero();
        return Files.readAllLines(list).stream()
                .map(line -> line.strip().replace(" (optional)", ""))
                .filter(line -> line.contains(":jar:"))
                .toList();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
