package dev.tally.io.pinot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PinotReadersTest {
  private static final String CONFIG =
      "{'REALTIME':{'tableIndexConfig':{'streamConfigs':{'stream.kafka.topic.name':'%s'}}}}";

  @Test
  void findsWhatATableReadsAgainAfterARestart_byPartition() throws IOException {
    try (CannedPinot pinot = new CannedPinot()) {
      pinot
          .answering("/tables", "{'tables':['ad_metrics','other']}")
          .answering("/tables/ad_metrics", CONFIG.formatted("ad-metrics"))
          .answering("/tables/other", CONFIG.formatted("other"))
          .answering(
              "/tables/ad_metrics/idealstate",
              """
              {'REALTIME':{
                'ad_metrics__0__9__20260105T0830Z':{'Server_a':'ONLINE'},
                'ad_metrics__0__10__20260105T0930Z':{'Server_a':'CONSUMING'},
                'ad_metrics__1__2__20260105T0830Z':{'Server_a':'ONLINE'},
                'backfill_2026-01-05_p0of2_s0of1':{'Server_a':'ONLINE'}}}""")
          .answering(
              "/segments/ad_metrics_REALTIME/ad_metrics__0__10__20260105T0930Z/metadata",
              "{'segment.realtime.startOffset':'1200'}")
          .answering(
              "/segments/ad_metrics_REALTIME/ad_metrics__1__2__20260105T0830Z/metadata",
              "{'segment.realtime.startOffset':'300','segment.realtime.endOffset':'400'}");
      assertThat(PinotReaders.at(pinot.controller()).offsets("ad-metrics"))
          .isEqualTo(Map.of("ad_metrics", Map.of(0, 1200L, 1, 400L)));
    }
  }
}
