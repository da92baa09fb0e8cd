package io.exportroutes.conventions;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Source files as the compiler understands them: each name with the class or method it stands for, so that a rule need not
 * guess from the text.
 */
record SourceScan(Trees trees, List<CompilationUnitTree> units) {
    /** @throws IllegalStateException where the compiler does not understand a file: a rule would see nothing in it */
    static SourceScan of(List<Path> files) {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "The tests need a JDK");
        DiagnosticCollector<JavaFileObject> told = new DiagnosticCollector<>();
        StandardJavaFileManager manager = compiler.getStandardFileManager(told, null, null);
        JavacTask task = (JavacTask) compiler.getTask(
                null,
                manager,
                told,
                List.of("-proc:none", "-implicit:none", "-Xlint:none", "-cp", System.getProperty("java.class.path")),
                null,
                manager.getJavaFileObjectsFromPaths(files));
        List<CompilationUnitTree> units = new ArrayList<>();
        try {
            task.parse().forEach(units::add);
            task.analyze();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Diagnostic<?>> errors = new ArrayList<>(told.getDiagnostics());
        errors.removeIf(diagnostic -> diagnostic.getKind() != Diagnostic.Kind.ERROR);
        if (!errors.isEmpty() || units.size() != files.size()) {
            throw new IllegalStateException("The compiler read " + units.size() + " files and says: " + errors);
        }
        return new SourceScan(Trees.instance(task), List.copyOf(units));
    }

    /** The Java files under a folder, in the order of their names. */
    static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
