package no.altinncamel.broker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Holds the arrows of the plan: an import may only point down, and the client's floors know nothing of Camel. */
class ArchitectureTest {

    private static final String BASE = "no.altinncamel.broker";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);

    @Test
    void importsPointDown() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("camel")
                .definedBy(BASE)
                .layer("operation, receive and onboarding")
                .definedBy(BASE + ".operation", BASE + ".receive", BASE + ".claims", BASE + ".onboarding")
                .layer("client")
                .definedBy(BASE + ".client")
                .layer("tus")
                .definedBy(BASE + ".client.tus")
                .layer("auth")
                .definedBy(BASE + ".client.auth")
                .layer("http")
                .definedBy(BASE + ".client.http")
                .whereLayer("camel")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("operation, receive and onboarding")
                .mayOnlyBeAccessedByLayers("camel")
                .whereLayer("client")
                .mayOnlyBeAccessedByLayers("camel", "operation, receive and onboarding")
                .whereLayer("tus")
                .mayOnlyBeAccessedByLayers("camel", "operation, receive and onboarding", "client")
                .whereLayer("auth")
                .mayOnlyBeAccessedByLayers("camel", "operation, receive and onboarding", "client")
                .check(classes);
    }

    @Test
    void operationAndReceiveDoNotKnowOneAnother() {
        noClasses()
                .that()
                .resideInAPackage(BASE + ".operation")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BASE + ".receive")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage(BASE + ".receive")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BASE + ".operation")
                .check(classes);
    }

    @Test
    void theClientHasNoCamelType() {
        noClasses()
                .that()
                .resideInAPackage(BASE + ".client..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.camel..")
                .check(classes);
    }
}
