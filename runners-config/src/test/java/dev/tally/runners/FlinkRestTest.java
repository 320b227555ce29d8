package dev.tally.runners;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlinkRestTest {
  @Test
  void knowsTallysCounters_asFlinksRestInterfaceSpellsThem() {
    assertThat(
            FlinkRest.counterName(
                "DropDuplicates/RememberIds/ParMultiDo(RememberIds)_"
                    + "dev_tally_transforms_dedup_DropDuplicates_duplicates_dropped"))
        .contains("duplicates_dropped");
    assertThat(
            FlinkRest.counterName(
                "Decode.dev_tally_transforms_codec_DecodeRecords_dead_letters_invalid_utf8"))
        .contains("dead_letters_invalid_utf8");
    assertThat(FlinkRest.counterName("Sum.LateDataDropping_droppedDueToLateness"))
        .contains("droppedDueToLateness");
    assertThat(FlinkRest.counterName("Sum.org_apache_beam_x_Y_numRecordsIn")).isEmpty();
    assertThat(FlinkRest.counterName("numRecordsIn")).isEmpty();
  }
}
