package io.exportroutes.conventions;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.BaseStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing of ours runs on the pool that all of a JVM shares: it has one thread less than there are cores, and who waits
 * there for another may wait for ever. That pool is what a {@code CompletableFuture} takes where it is not told better.
 */
@AnalyzeClasses(packages = "io.exportroutes", importOptions = SharedPoolTest.WithoutPlantedBreaches.class)
class SharedPoolTest {
    private static final Set<String> TIMERS = Set.of("orTimeout", "completeOnTimeout");

    @ArchTest
    static final ArchRule EVERYTHING_HAS_AN_EXECUTOR_OF_ITS_OWN = noClasses()
            .should()
            .accessTargetWhere(describe("it runs on the shared pool", SharedPoolTest::shared))
            .because("who waits on the shared pool for another may wait for ever: name an executor");

    @ParameterizedTest
    @MethodSource("breaches")
    void theRuleSeesEachWayToTheSharedPool(String breach) {
        EvaluationResult result = EVERYTHING_HAS_AN_EXECUTOR_OF_ITS_OWN.evaluate(
                new ClassFileImporter().importClasses(SharedPoolBreaches.class));
        assertThat(result.getFailureReport().getDetails()).anyMatch(detail -> detail.contains("." + breach + "("));
    }

    static Stream<String> breaches() {
        return Arrays.stream(SharedPoolBreaches.class.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(method -> SharedPoolBreaches.class.getSimpleName() + "." + method.getName());
    }

    private static boolean shared(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        if (target.getOwner().isAssignableTo(CompletionStage.class)) {
            return TIMERS.contains(target.getName()) || leavesOutTheExecutor(target);
        }
        if (target.getOwner().isAssignableTo(HttpClient.class)) {
            return target.getName().equals("sendAsync");
        }
        return target.getOwner().isAssignableTo(ForkJoinPool.class)
                || target.getName().equals("parallelStream")
                || (target.getName().equals("parallel") && target.getOwner().isAssignableTo(BaseStream.class))
                || (target.getName().startsWith("parallel") && target.getOwner().isEquivalentTo(Arrays.class));
    }

    private static boolean leavesOutTheExecutor(AccessTarget target) {
        return (target.getName().endsWith("Async") || target.getName().equals("delayedExecutor"))
                && target instanceof AccessTarget.CodeUnitAccessTarget code
                && code.getRawParameterTypes().stream().noneMatch(type -> type.isAssignableTo(Executor.class));
    }

    /** Everything else: main, lab and tests. */
    static final class WithoutPlantedBreaches implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains(SharedPoolBreaches.class.getSimpleName());
        }
    }
}
