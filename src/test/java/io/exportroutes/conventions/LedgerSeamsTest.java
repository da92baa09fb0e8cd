package io.exportroutes.conventions;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** What others can ask of one class of the ledger stays few things. */
@AnalyzeClasses(packages = "io.exportroutes.ledger", importOptions = DoNotIncludeTests.class)
class LedgerSeamsTest {
    private static final int MOST = 12;

    @ArchTest
    static final ArchRule SEAMS_ARE_NARROW = classes().should(new HaveFewPublicMethods());

    private static final class HaveFewPublicMethods extends ArchCondition<JavaClass> {
        HaveFewPublicMethods() {
            super("have at most " + MOST + " public methods (divide them by subject, as Runs and RunWriter)");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            long found = type.getMethods().stream()
                    .filter(method -> method.getModifiers().contains(PUBLIC))
                    .filter(method -> !method.getModifiers().contains(STATIC))
                    .count();
            events.add(new SimpleConditionEvent(
                    type, found <= MOST, type.getSimpleName() + " has " + found + " public methods"));
        }
    }
}
