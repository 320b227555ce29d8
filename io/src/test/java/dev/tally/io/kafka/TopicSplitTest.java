package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

class TopicSplitTest {
  /** Split 1 of 4 of {@code eu/ad-events}, as a savepoint stores it. */
  private static final String GOLDEN =
      "aced00057372001d6465762e74616c6c792e696f2e6b61666b612e546f70696353706c697400000000000000"
          + "010200034c0007636c75737465727400124c6a6176612f6c616e672f537472696e673b4c0005736861726574"
          + "00234c6465762f74616c6c792f696f2f6b61666b612f506172746974696f6e53686172653b4c0005746f7069"
          + "6371007e0001787200266f72672e6170616368652e6265616d2e73646b2e696f2e556e626f756e646564536f"
          + "75726365b04e00a99b2fed770200007872001d6f72672e6170616368652e6265616d2e73646b2e696f2e536f"
          + "75726365108bfa10598ce7d302000078707400026575737200216465762e74616c6c792e696f2e6b61666b61"
          + "2e506172746974696f6e5368617265000000000000000102000249000573706c697449000673706c69747378"
          + "70000000010000000474000961642d6576656e7473";

  @Test
  void keepsItsSerializedForm_becauseSavepointsOutliveVersions() throws Exception {
    TopicSplit<String> split = new TopicSplit<>("eu", "ad-events", new PartitionShare(1, 4));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(split);
    }
    assertThat(HexFormat.of().formatHex(bytes.toByteArray())).isEqualTo(GOLDEN);
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(GOLDEN)))) {
      assertThat(in.readObject()).hasToString("eu/ad-events 1/4");
    }
  }

  @Test
  void hasOneSplitPerPartition_regardlessOfTheParallelism() {
    assertThat(splits(4)).isEqualTo(4);
    assertThat(splits(1)).isEqualTo(1);
    assertThat(splits(100)).isEqualTo(TopicIO.MAX_READERS);
  }

  @Test
  void assignsEachPartitionToOneSplit_andKeepsItThereWhenOthersAreAdded() {
    List<PartitionShare> shares =
        List.of(new PartitionShare(0, 3), new PartitionShare(1, 3), new PartitionShare(2, 3));
    for (int partitions : List.of(3, 4, 8)) {
      Set<Integer> all = new HashSet<>();
      for (PartitionShare share : shares) {
        share.of(partitions).forEach(p -> assertThat(all.add(p)).isTrue());
        assertThat(share.of(partitions).allMatch(p -> p % 3 == share.split())).isTrue();
      }
      assertThat(all).hasSize(partitions);
    }
  }

  private static int splits(int partitions) {
    ReadSettings<String> read =
        new ReadSettings<>(
            KafkaCluster.at("x:1"),
            "t",
            WatermarkPolicy.heartbeats(),
            (record, time) -> "",
            null,
            ReadSettings.Checked.AT_LAUNCH);
    return new TopicSource<>(read, partitions, StringUtf8Coder.of())
        .split(2, PipelineOptionsFactory.create())
        .size();
  }
}
