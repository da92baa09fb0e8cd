package io.exportroutes.conventions;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/**
 * Calls of what only the work on a run writes, anywhere but on what {@code ClaimedLedger} just gave. A {@code Runs} in a
 * variable, field or parameter does not say whether it is fenced, so that none of these may be written through one.
 */
final class UnfencedCalls extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final SourceScan scan;
    private final LedgerWriters writers;
    private final Set<String> fenced;
    private final List<String> found = new ArrayList<>();

    private UnfencedCalls(SourceScan scan, LedgerWriters writers, Set<String> fenced) {
        this.scan = scan;
        this.writers = writers;
        this.fenced = fenced;
    }

    /** Each as {@code File.java:line Runs.settle(3)}, in order. */
    static List<String> in(SourceScan scan, LedgerWriters writers, Set<String> fenced) {
        UnfencedCalls calls = new UnfencedCalls(scan, writers, fenced);
        for (CompilationUnitTree unit : scan.units()) {
            if (!LedgerWriters.isOf(unit, "io.exportroutes.ledger")) {
                calls.scan(unit, null);
            }
        }
        return calls.found;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree node, @Nullable Void none) {
        ExpressionTree select = node.getMethodSelect();
        look(select, select instanceof MemberSelectTree member ? member.getExpression() : null);
        return super.visitMethodInvocation(node, none);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree node, @Nullable Void none) {
        look(node, node.getQualifierExpression());
        return super.visitMemberReference(node, none);
    }

    private void look(Tree callee, @Nullable ExpressionTree receiver) {
        if (element(callee) instanceof ExecutableElement method
                && writers.writes(method)
                && fenced.contains(LedgerWriters.name(method))
                && !isFenced(receiver)) {
            CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
            long position = scan.trees().getSourcePositions().getEndPosition(unit, callee);
            found.add("%s:%d %s"
                    .formatted(
                            Path.of(unit.getSourceFile().getName()).getFileName(),
                            unit.getLineMap().getLineNumber(position),
                            LedgerWriters.name(method)));
        }
    }

    private boolean isFenced(@Nullable ExpressionTree receiver) {
        ExpressionTree plain = receiver;
        while (plain instanceof ParenthesizedTree parenthesized) {
            plain = parenthesized.getExpression();
        }
        return plain instanceof MethodInvocationTree
                && element(plain) instanceof ExecutableElement giver
                && LedgerWriters.owner(giver).getSimpleName().contentEquals("ClaimedLedger");
    }

    private @Nullable Element element(Tree tree) {
        return scan.trees().getElement(new TreePath(getCurrentPath(), tree));
    }
}
