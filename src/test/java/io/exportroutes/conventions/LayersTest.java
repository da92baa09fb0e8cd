package io.exportroutes.conventions;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
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

/** Dependencies point down (AGENTS.md, "Layers"), and only four packages know Camel. */
@AnalyzeClasses(packages = "io.exportroutes", importOptions = DoNotIncludeTests.class)
class LayersTest {
    static final String ROOT = "io.exportroutes";
    private static final DescribedPredicate<JavaClass> PLAIN_RECORDS =
            belongToAnyOf(Manifest.class, CallTrace.class).as("plain records of api");

    @ArchTest
    static final ArchRule VALUE = layer("value").knowsOnly();

    @ArchTest
    static final ArchRule FAILURE = layer("failure").knowsOnly();

    @ArchTest
    static final ArchRule CRON = layer("cron").knowsOnly("failure");

    @ArchTest
    static final ArchRule CONFIG = layer("config").knowsOnly("encryption", "retention", "readback", "cron", "failure");

    @ArchTest
    static final ArchRule ENCRYPTION = layer("encryption").knowsOnly("failure");

    @ArchTest
    static final ArchRule RETENTION_IS_PURE = layer("retention").knowsOnly();

    @ArchTest
    static final ArchRule READ_BACK_IS_PURE = layer("readback").knowsOnly();

    @ArchTest
    static final ArchRule DRIFT_IS_PURE = layer("drift").knowsOnly("failure");

    @ArchTest
    static final ArchRule YAML_KNOWS_NO_SECTION = layer("config.yaml").knowsOnly("failure");

    @ArchTest
    static final ArchRule SCHEMA_KNOWS_NO_SECTION = layer("config.schema").knowsOnly("config.yaml", "failure");

    @ArchTest
    static final ArchRule LOGGING = layer("logging").knowsOnly("config", "failure");

    @ArchTest
    static final ArchRule QUEUE = layer("queue").knowsOnly("failure");

    @ArchTest
    static final ArchRule API_IGNORES_ITS_NEIGHBOURS = layer("api").knowsOnly("config", "failure");

    @ArchTest
    static final ArchRule SPOOL_IGNORES_ITS_NEIGHBOURS = layer("spool").knowsOnly("config", "failure");

    @ArchTest
    static final ArchRule LEDGER_STANDS_ON_THE_QUEUE =
            layer("ledger").knowsOnly(PLAIN_RECORDS, "custody", "readback", "queue", "failure");

    @ArchTest
    static final ArchRule DELIVERY =
            layer("delivery").knowsOnly(PLAIN_RECORDS, "encryption", "spool", "ledger", "config", "failure");

    @ArchTest
    static final ArchRule ARCHIVE = layer("archive")
            .knowsOnly(
                    PLAIN_RECORDS,
                    "custody",
                    "drift",
                    "encryption",
                    "readback",
                    "delivery",
                    "ledger",
                    "config",
                    "failure");

    @ArchTest
    static final ArchRule EXPIRY = layer("expiry")
            .knowsOnly(PLAIN_RECORDS, "archive", "readback", "retention", "delivery", "ledger", "config", "failure");

    @ArchTest
    static final ArchRule DRILL = layer("drill")
            .knowsOnly(PLAIN_RECORDS, "archive", "readback", "delivery", "spool", "ledger", "config", "failure");

    @ArchTest
    static final ArchRule CUSTODY = layer("custody").knowsOnly("failure");

    @ArchTest
    static final ArchRule CHAIN =
            layer("chain").knowsOnly(PLAIN_RECORDS, "archive", "custody", "delivery", "ledger", "config", "failure");

    @ArchTest
    static final ArchRule SCHEDULE =
            layer("schedule").knowsOnly(PLAIN_RECORDS, "ledger", "queue", "cron", "config", "failure");

    @ArchTest
    static final ArchRule OVERDUE = layer("overdue").knowsOnly(PLAIN_RECORDS, "ledger", "cron", "config", "failure");

    @ArchTest
    static final ArchRule NOTIFICATION = layer("notification").knowsOnly();

    @ArchTest
    static final ArchRule ALARM = layer("alarm")
            .knowsOnly(PLAIN_RECORDS, "overdue", "readback", "notification", "ledger", "cron", "config", "failure");

    @ArchTest
    static final ArchRule METRICS = layer("metrics")
            .knowsOnly(
                    PLAIN_RECORDS,
                    "alarm",
                    "overdue",
                    "readback",
                    "run",
                    "api",
                    "spool",
                    "ledger",
                    "queue",
                    "cron",
                    "config",
                    "failure");

    @ArchTest
    static final ArchRule DEAD_LETTERS =
            layer("deadletter").knowsOnly(PLAIN_RECORDS, "ledger", "queue", "config", "failure");

    @ArchTest
    static final ArchRule RUN =
            layer("run").knowsOnly("readback", "api", "spool", "ledger", "queue", "config", "failure");

    @ArchTest
    static final ArchRule LISTING =
            layer("listing").knowsOnly("run", "api", "spool", "ledger", "queue", "config", "failure");

    @ArchTest
    static final ArchRule KAMELETS_KNOW_NO_RUN =
            layer("kamelet").knowsOnly("delivery", "notification", "api", "config", "failure");

    @ArchTest
    static final ArchRule COMPONENTS =
            layer("component").knowsOnly("schedule", "run", "ledger", "queue", "cron", "config", "failure");

    @ArchTest
    static final ArchRule ROUTE = layer("route")
            .knowsOnly(
                    "expiry",
                    "chain",
                    "custody",
                    "drill",
                    "archive",
                    "readback",
                    "encryption",
                    "drift",
                    "retention",
                    "component",
                    "kamelet",
                    "alarm",
                    "heartbeat",
                    "notification",
                    "overdue",
                    "listing",
                    "run",
                    "delivery",
                    "schedule",
                    "deadletter",
                    "api",
                    "spool",
                    "ledger",
                    "queue",
                    "config",
                    "failure");

    @ArchTest
    static final ArchRule HEARTBEAT =
            layer("heartbeat").knowsOnly(PLAIN_RECORDS, "custody", "ledger", "config", "failure");

    @ArchTest
    static final ArchRule ACCOUNT = layer("account").knowsOnly("failure");

    @ArchTest
    static final ArchRule VIEW = layer("view")
            .knowsOnly(
                    PLAIN_RECORDS,
                    "custody",
                    "readback",
                    "overdue",
                    "schedule",
                    "deadletter",
                    "ledger",
                    "cron",
                    "config",
                    "failure");

    @ArchTest
    static final ArchRule REPORT = layer("report")
            .knowsOnly(PLAIN_RECORDS, "readback", "custody", "view", "ledger", "cron", "config", "failure");

    @ArchTest
    static final ArchRule WEB = layer("web")
            .knowsOnly(
                    PLAIN_RECORDS,
                    "account",
                    "report",
                    "view",
                    "custody",
                    "readback",
                    "alarm",
                    "overdue",
                    "schedule",
                    "deadletter",
                    "ledger",
                    "cron",
                    "config",
                    "failure");

    @ArchTest
    static final ArchRule DOCTOR = layer("doctor")
            .knowsOnly(
                    PLAIN_RECORDS,
                    "app",
                    "kamelet",
                    "overdue",
                    "custody",
                    "encryption",
                    "readback",
                    "delivery",
                    "ledger",
                    "logging",
                    "cron",
                    "config",
                    "failure");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_COMMAND_LINE = noClasses()
            .that(not(resideInAnyPackage(ROOT, ROOT + ".cli..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT, ROOT + ".cli..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().assignedFrom(new Layer.Packages()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule FOUR_PACKAGES_KNOW_CAMEL = noClasses()
            .that(not(
                    resideInAnyPackage(ROOT + ".app..", ROOT + ".route..", ROOT + ".component..", ROOT + ".kamelet..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..")
            .because("the rest must run, and be tested, without Camel");

    @ArchTest
    static final ArchRule TWO_PACKAGES_KNOW_MICROMETER = noClasses()
            .that(not(resideInAnyPackage(ROOT + ".app..", ROOT + ".metrics..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..")
            .because("an application with our Kamelets need not have it");

    @ArchTest
    static final ArchRule PRODUCTION_DOES_NOT_KNOW_THE_LAB = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".lab..")
            .because("the lab is not on the production class path");

    private static Layer layer(String name) {
        return new Layer(name);
    }
}
