package io.exportroutes.conventions;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** Which methods lead, over whatever helpers and lambdas, to {@code Database.write}. */
final class LedgerWriters {
    private final Map<ExecutableElement, Set<ExecutableElement>> calls = new LinkedHashMap<>();
    private final Set<ExecutableElement> writers;

    LedgerWriters(SourceScan scan) {
        for (CompilationUnitTree unit : scan.units()) {
            if (isOf(unit, "io.exportroutes.ledger")) {
                new Calls(scan).scan(unit, null);
            }
        }
        writers = closure();
    }

    static boolean isOf(CompilationUnitTree unit, String packageName) {
        return String.valueOf(unit.getPackageName()).equals(packageName);
    }

    /** Those that other packages can call, as {@code Runs.settle(3)}: class, name and number of parameters. */
    Set<String> open() {
        return writers.stream()
                .filter(method -> isPublic(method) && isPublic(owner(method)))
                .map(LedgerWriters::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    boolean writes(@Nullable Element method) {
        return method instanceof ExecutableElement executable && writers.contains(executable);
    }

    static String name(ExecutableElement method) {
        return "%s.%s(%d)"
                .formatted(
                        owner(method).getSimpleName(),
                        method.getSimpleName(),
                        method.getParameters().size());
    }

    /** The class that has the method. */
    static Element owner(ExecutableElement method) {
        return Objects.requireNonNull(method.getEnclosingElement());
    }

    private static boolean isPublic(Element element) {
        return element.getModifiers().contains(Modifier.PUBLIC);
    }

    private Set<ExecutableElement> closure() {
        Set<ExecutableElement> found = new HashSet<>();
        Set<ExecutableElement> wave = calls.keySet().stream()
                .filter(method -> name(method).equals("Database.write(2)"))
                .collect(Collectors.toSet());
        while (!wave.isEmpty()) {
            Set<ExecutableElement> last = wave;
            found.addAll(last);
            wave = calls.entrySet().stream()
                    .filter(entry -> !found.contains(entry.getKey()))
                    .filter(entry -> entry.getValue().stream().anyMatch(last::contains))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }
        return found;
    }

    /** Notes of each method what it calls, in its lambdas and local classes too. */
    private final class Calls extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final SourceScan scan;
        private Set<ExecutableElement> callees = new LinkedHashSet<>();

        Calls(SourceScan scan) {
            this.scan = scan;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree node, @Nullable Void none) {
            Set<ExecutableElement> outer = callees;
            callees = new LinkedHashSet<>();
            super.visitMethod(node, none);
            calls.put((ExecutableElement) scan.trees().getElement(getCurrentPath()), callees);
            outer.addAll(callees);
            callees = outer;
            return null;
        }

        @Override
        public @Nullable Void visitMethodInvocation(MethodInvocationTree node, @Nullable Void none) {
            note(node.getMethodSelect());
            return super.visitMethodInvocation(node, none);
        }

        @Override
        public @Nullable Void visitMemberReference(MemberReferenceTree node, @Nullable Void none) {
            note(node);
            return super.visitMemberReference(node, none);
        }

        @Override
        public @Nullable Void visitNewClass(NewClassTree node, @Nullable Void none) {
            note(node);
            return super.visitNewClass(node, none);
        }

        private void note(Tree callee) {
            if (scan.trees().getElement(new TreePath(getCurrentPath(), callee)) instanceof ExecutableElement method) {
                callees.add(method);
            }
        }
    }
}
