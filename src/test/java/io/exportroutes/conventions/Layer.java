package io.exportroutes.conventions;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.stream.Stream;

/** A package with those below it, and which others it may know. */
record Layer(String name) {
    ArchRule knowsOnly(String... lower) {
        return knowsOnly(DescribedPredicate.<JavaClass>alwaysFalse().as("nothing"), lower);
    }

    ArchRule knowsOnly(DescribedPredicate<JavaClass> besides, String... lower) {
        String[] known = Stream.concat(Stream.of("value"), Arrays.stream(lower))
                .map(layer -> LayersTest.ROOT + "." + layer + "..")
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> ours = resideInAPackage(LayersTest.ROOT + "..");
        return noClasses()
                .that()
                .resideInAPackage(LayersTest.ROOT + "." + name + "..")
                .should()
                .dependOnClassesThat(ours.and(not(resideInAPackage(LayersTest.ROOT + "." + name + "..")))
                        .and(not(resideInAnyPackage(known)))
                        .and(not(besides))
                        .as("lie outside %s and what it may know %s", name, Arrays.toString(lower)));
    }

    /** One slice for each package, the root package included. */
    static final class Packages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
