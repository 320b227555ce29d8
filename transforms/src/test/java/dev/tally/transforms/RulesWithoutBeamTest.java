package dev.tally.transforms;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.junit.jupiter.api.Test;

/**
 * Checks that only steps, coders and a few adapters use Beam, so that each rule can be read and
 * tested alone. A new class of a step package is covered without a change here.
 */
class RulesWithoutBeamTest {
  /** The classes that connect a rule to Beam, besides those that extend a class of Beam. */
  private static final Set<String> ADAPTERS =
      Set.of(
          "BeamAttributionState",
          "BeamBucketState",
          "BeamCountState",
          "BeamHoldCells",
          "CampaignViews",
          "NamedView");

  @Test
  void onlyStepsCodersAndAdaptersUseBeam() {
    noClasses()
        .that(resideInAnyPackage("dev.tally.transforms.(*)"))
        .and(not(resideInAnyPackage("dev.tally.transforms.model", "dev.tally.transforms.codec")))
        .and(
            not(
                partOf(
                    DoFn.class,
                    Combine.CombineFn.class,
                    PTransform.class,
                    Coder.class,
                    UnboundedSource.class)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.beam..")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.tally.transforms"));
  }

  /** Classes that extend one of these, what is nested in them, and the adapters. */
  private static DescribedPredicate<JavaClass> partOf(Class<?>... types) {
    return DescribedPredicate.describe(
        "are part of a step, a coder or an adapter",
        found -> {
          for (JavaClass at = found; at != null; at = at.getEnclosingClass().orElse(null)) {
            for (Class<?> type : types) {
              if (assignableTo(type).test(at)) {
                return true;
              }
            }
            if (ADAPTERS.contains(at.getSimpleName())) {
              return true;
            }
          }
          return false;
        });
  }
}
