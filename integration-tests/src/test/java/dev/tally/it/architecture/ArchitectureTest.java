package dev.tally.it.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.apache.beam.sdk.transforms.DoFn;
import org.junit.jupiter.api.Test;

/** Checks the dependencies between the packages against the rules of the design. */
class ArchitectureTest {
  private static final JavaClasses TALLY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.tally");

  private static final String[] STEPS = {
    "..transforms.codec..",
    "..transforms.cleanse..",
    "..transforms.dedup..",
    "..transforms.aggregate..",
    "..transforms.attribute..",
    "..transforms.enrich.."
  };

  @Test
  void theModelImportsNoOtherPackageOfTally() {
    check(
        noClasses()
            .that()
            .resideInAPackage("..transforms.model..")
            .should()
            .dependOnClassesThat(
                JavaClass.Predicates.resideInAPackage("dev.tally..")
                    .and(
                        com.tngtech.archunit.base.DescribedPredicate.not(
                            JavaClass.Predicates.resideInAPackage("..transforms.model..")))));
  }

  @Test
  void aStepDependsOnTheModelAndOnNoOtherStep() {
    check(
        classes()
            .that()
            .resideInAnyPackage(STEPS)
            .should(
                new ArchCondition<>("depend on its own package and the model only") {
                  @Override
                  public void check(JavaClass step, ConditionEvents events) {
                    step.getDirectDependenciesFromSelf().stream()
                        .filter(d -> d.getTargetClass().getPackageName().startsWith("dev.tally"))
                        .filter(
                            d -> !d.getTargetClass().getPackageName().equals(step.getPackageName()))
                        .filter(
                            d -> !d.getTargetClass().getPackageName().endsWith(".transforms.model"))
                        .forEach(
                            d ->
                                events.add(
                                    SimpleConditionEvent.violated(step, d.getDescription())));
                  }
                }));
  }

  @Test
  void ioDoesNotDependOnTheAdDomain() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.tally.io..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.tally.transforms..",
                "dev.tally.pipelines..",
                "dev.tally.runners..",
                "dev.tally.stack.."));
  }

  /**
   * The rule covers the code that runs jobs. The benchmarks, which compare with Flink's own
   * connectors, are not on this class path.
   */
  @Test
  void onlyRunnersConfigDependsOnFlink() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.tally.runners..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink..", "org.apache.beam.runners.."));
  }

  @Test
  void noLowerLayerImportsTheWiring() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.tally.transforms..",
                "dev.tally.io..",
                "dev.tally.runners..",
                "dev.tally.stack..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.tally.pipelines..",
                "dev.tally.cli..",
                "dev.tally.operate..",
                "dev.tally.demo..",
                "dev.tally.bench.."));
  }

  @Test
  void transformsUseNoClockAndNoRandomness() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.tally.transforms..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(org.joda.time.Instant.class, "now")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.util.Random.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.time.Clock.class));
  }

  @Test
  void noDoFnIsPublic() {
    check(
        noClasses().that().areAssignableTo(DoFn.class).should().haveModifier(JavaModifier.PUBLIC));
  }

  private static void check(ArchRule rule) {
    rule.check(TALLY);
  }
}
