package dev.tally.runners.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final Manifest SAVED =
      Manifest.of("aggregation", 1)
          .fixed("--dedupScope", "REGION")
          .addable("--cleanAdEventsTopic", "clean")
          .lasting("--doubleClickWindow", "1s");

  @Test
  void isTheSameInEveryBuild() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ManifestCoder().encode(SAVED, bytes);
    assertThat(HexFormat.of().formatHex(bytes.toByteArray()))
        .isEqualTo(
            "01000b6167677265676174696f6e0000000100000003"
                + "00142d2d636c65616e41644576656e7473546f7069630200" // --cleanAdEventsTopic,
                // ADDABLE
                + "05636c65616e"
                + "000c2d2d646564757053636f7065010006524547494f4e" // --dedupScope, FIXED
                + "00132d2d646f75626c65436c69636b57696e646f77030002" // --doubleClickWindow, LASTING
                + "3173");
    assertThat(new ManifestCoder().decode(new ByteArrayInputStream(bytes.toByteArray())))
        .isEqualTo(SAVED);
  }

  @Test
  void refusesBytesOfAnotherVersion() {
    assertThatThrownBy(() -> new ManifestCoder().decode(new ByteArrayInputStream(new byte[] {2})))
        .hasMessageContaining("version 2")
        .hasMessageContaining("version 1");
  }

  @Test
  void fitsItself() {
    assertThat(SAVED.refusals(SAVED)).isEmpty();
  }

  @Test
  void namesEachSettingThatDiffers_withBothValuesAndWhatToDo() {
    Manifest now =
        SAVED
            .fixed("--dedupScope", "GLOBAL")
            .addable("--cleanAdEventsTopic", "other")
            .fixed("--x", 1);
    assertThat(now.refusals(SAVED))
        .containsExactly(
            "--cleanAdEventsTopic was clean when its state was written and is other now: use"
                + " --cleanAdEventsTopic=clean, or start without --from and --sinkGroup",
            "--dedupScope was REGION when its state was written and is GLOBAL now: use"
                + " --dedupScope=REGION, or start without --from and --sinkGroup",
            "--x was (not set) when its state was written and is 1 now: leave it out, or start"
                + " without --from and --sinkGroup");
  }

  @Test
  void letsALastingSettingBeAddedAndChanged_butNotRemoved() {
    Manifest none = SAVED.lasting("--doubleClickWindow", "");
    assertThat(SAVED.refusals(none)).isEmpty();
    assertThat(SAVED.lasting("--doubleClickWindow", "5s").refusals(SAVED)).isEmpty();
    assertThat(none.refusals(SAVED)).singleElement().asString().contains("was 1s", "(not set)");
  }

  @Test
  void letsALastingSettingBeRemoved_whereTheUserDropsState() {
    Manifest none = SAVED.lasting("--doubleClickWindow", "");
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setAllowNonRestoredState(true);
    assertThat(RestoreCheck.refusals(options, none, SAVED)).isEmpty();
    assertThat(RestoreCheck.refusals(options, none.fixed("--dedupScope", "GLOBAL"), SAVED))
        .hasSize(1);
  }

  @Test
  void letsAnAddableSettingBeAdded_butNotChangedOrRemoved() {
    Manifest none = SAVED.addable("--cleanAdEventsTopic", "");
    assertThat(SAVED.refusals(none)).isEmpty();
    assertThat(none.refusals(SAVED)).hasSize(1);
  }

  @Test
  void saysOnlyThatItIsAnotherJob_orAnotherFormat() {
    assertThat(Manifest.of("union", 1).refusals(SAVED))
        .isEqualTo(
            List.of(
                "it was written by a job of kind aggregation, but this job is of kind union: use a"
                    + " savepoint of this job"));
    assertThat(Manifest.of("aggregation", 2).refusals(SAVED))
        .singleElement()
        .asString()
        .contains("format 1", "format 2");
  }

  @Test
  void aNotedSettingMayChange_andTheChangeIsReported() {
    Manifest before = SAVED.noted("--adEventsFormat", "a.yaml (1)");
    Manifest now = SAVED.noted("--adEventsFormat", "b.yaml (2)");

    assertThat(now.refusals(before)).isEmpty();
    assertThat(SAVED.refusals(before)).isEmpty();
    assertThat(before.changes(before)).isEmpty();
    assertThat(now.changes(before))
        .containsExactly(
            "--adEventsFormat was a.yaml (1) when the state was written and is b.yaml (2) now: it"
                + " applies to what is read from now on.");
    assertThat(now.changes(SAVED)).singleElement().asString().contains("was (not set)");
  }
}
