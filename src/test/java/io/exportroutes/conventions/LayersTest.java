package io.exportroutes.conventions;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.exportroutes.api.CallTrace;
import io.exportroutes.api.Manifest;
import java.util.Arrays;
import java.util.stream.Stream;

/** Dependencies point down (AGENTS.md, "Layers"), and only the routes' beans and the wiring know Camel. */
@AnalyzeClasses(packages = "io.exportroutes", importOptions = DoNotIncludeTests.class)
class LayersTest {
    private static final String ROOT = "io.exportroutes";
    private static final DescribedPredicate<JavaClass> PLAIN_RECORDS =
            equivalentTo(Manifest.class).or(equivalentTo(CallTrace.class)).as("plain records of api");

    @ArchTest
    static final ArchRule VALUES_KNOW_NOTHING = layer("value").knowsOnly();

    @ArchTest
    static final ArchRule FAILURE_KNOWS_NOTHING = layer("failure").knowsOnly();

    @ArchTest
    static final ArchRule CONFIG_KNOWS_FAILURES = layer("config").knowsOnly("failure");

    @ArchTest
    static final ArchRule API_IGNORES_ITS_NEIGHBOURS = layer("api").knowsOnly("config", "failure");

    @ArchTest
    static final ArchRule SPOOL_IGNORES_ITS_NEIGHBOURS = layer("spool").knowsOnly("config", "failure");

    @ArchTest
    static final ArchRule LEDGER_IGNORES_ITS_NEIGHBOURS_BUT_FOR_RECORDS =
            layer("ledger").knowsOnly(PLAIN_RECORDS, "config", "failure");

    @ArchTest
    static final ArchRule DELIVERY_LOOKS_DOWN =
            layer("delivery").knowsOnly("api", "spool", "ledger", "config", "failure");

    @ArchTest
    static final ArchRule SCHEDULE_LOOKS_DOWN =
            layer("schedule").knowsOnly("api", "spool", "ledger", "config", "failure");

    @ArchTest
    static final ArchRule ROUTE_KNOWS_NEITHER_COMMAND_LINE_NOR_WEB_NOR_WIRING =
            layer("route").knowsOnly("delivery", "schedule", "api", "spool", "ledger", "config", "failure");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().allowEmptyShould(false);

    @ArchTest
    static final ArchRule ONLY_ROUTE_AND_WIRING_KNOW_CAMEL = noClasses()
            .that(not(resideInAnyPackage(ROOT, ROOT + ".route..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..")
            .because("the rest must run, and be tested, without Camel");

    @ArchTest
    static final ArchRule PRODUCTION_DOES_NOT_KNOW_THE_LAB = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".lab..")
            .because("the lab is not on the production class path");

    private static Layer layer(String name) {
        return new Layer(name);
    }

    private record Layer(String name) {
        ArchRule knowsOnly(String... lower) {
            return knowsOnly(DescribedPredicate.<JavaClass>alwaysFalse().as("nothing"), lower);
        }

        ArchRule knowsOnly(DescribedPredicate<JavaClass> besides, String... lower) {
            String[] known = Stream.concat(Stream.of("value"), Arrays.stream(lower))
                    .map(layer -> ROOT + "." + layer + "..")
                    .toArray(String[]::new);
            DescribedPredicate<JavaClass> ours = resideInAPackage(ROOT + "..");
            return noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + name + "..")
                    .should()
                    .dependOnClassesThat(ours.and(not(resideInAPackage(ROOT + "." + name + "..")))
                            .and(not(resideInAnyPackage(known)))
                            .and(not(besides))
                            .as("lie outside %s and what it may know %s", name, Arrays.toString(lower)));
        }
    }
}
