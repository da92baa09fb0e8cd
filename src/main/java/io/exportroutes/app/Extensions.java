package io.exportroutes.app;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** The jars that a user has put into the folder ext, which is on the class path after the program's own. */
public final class Extensions {
    private static final String FOLDER = "ext";
    private static final Pattern JAR = Pattern.compile("(?<artifact>.+?)-(?<version>\\d.*)\\.jar");
    /** Only jars of Camel itself have it; others with such a name have versions of their own. */
    private static final String OF_CAMEL = "META-INF/maven/org.apache.camel/";

    private final List<Path> added;
    private final List<Path> own;

    private Extensions(List<Path> jars) {
        this.added = jars.stream().filter(Extensions::isAdded).toList();
        this.own = jars.stream().filter(jar -> !isAdded(jar)).toList();
    }

    /** Those on the class path of this process. */
    public static Extensions ofThisProcess() {
        return of(System.getProperty("java.class.path", ""));
    }

    static Extensions of(String classPath) {
        // Most have none, and each start would pay for looking.
        boolean any = classPath.contains(File.separator + FOLDER + File.separator);
        return new Extensions(
                any
                        ? Stream.of(classPath.split(File.pathSeparator))
                                .map(Path::of)
                                .toList()
                        : List.of());
    }

    private static boolean isAdded(Path jar) {
        return jar.getParent() != null && jar.getParent().endsWith(FOLDER);
    }

    /**
     * @throws PermanentFailure {@code component_version} if a component is of another Camel, whose calls of this one would end in
     *     errors that name neither
     */
    public void check() {
        String camel = String.valueOf(CamelContext.class.getPackage().getImplementationVersion());
        for (Path jar : added) {
            Optional<Properties> ofCamel = camel(jar).filter(pom -> !camel.equals(pom.getProperty("version")));
            if (ofCamel.isPresent()) {
                throw new PermanentFailure(
                        FailureCode.COMPONENT_VERSION,
                        "%s is of Camel %s, and the program runs on Camel %s"
                                .formatted(jar, ofCamel.get().getProperty("version"), camel),
                        "Empty the folder, then put the right one there: mvn -Dadd="
                                + ofCamel.get().getProperty("artifactId"));
            }
        }
    }

    /** One line for each jar that the program has in another version, which is the one that is used. */
    public List<String> notes() {
        return added.stream()
                .flatMap(jar -> own.stream()
                        .filter(program ->
                                !artifact(jar).isEmpty() && artifact(jar).equals(artifact(program)))
                        .limit(1)
                        .map(program -> jar + ": the program has " + program.getFileName()
                                + ", which is used instead, except for what it lacks. Remove the one in " + FOLDER
                                + "."))
                .toList();
    }

    private static String artifact(Path jar) {
        Matcher name = JAR.matcher(jar.getFileName().toString());
        return name.matches() ? name.group("artifact") : "";
    }

    private static Optional<Properties> camel(Path jar) {
        if (!artifact(jar).startsWith("camel-")) {
            return Optional.empty();
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            Optional<JarEntry> pom = file.stream()
                    .filter(entry -> entry.getName().startsWith(OF_CAMEL)
                            && entry.getName().endsWith("/pom.properties"))
                    .findFirst();
            if (pom.isEmpty()) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(file.getInputStream(pom.get()));
            return Optional.of(properties);
        } catch (IOException e) {
            throw new PermanentFailure(
                    FailureCode.COMPONENT_VERSION,
                    jar + " cannot be read: " + e.getMessage(),
                    "Put it there again.",
                    e);
        }
    }
}
