package dev.tally.bench;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Assigns a CPU sample to a step of a job: the first frame from the inside that belongs to a step
 * decides. So {@code HashMap.get} is assigned to the step that called it.
 */
final class ProfileStep {
  private static final String OTHER = "other";

  /** The first rule that matches a frame decides. */
  private static final List<Rule> RULES =
      List.of(
          rule("measuring", "dev\\.tally\\.bench\\.ProgressSampler.*"),
          rule("Kafka client", "org\\.apache\\.kafka\\..*"),
          rule("encode", "dev\\.tally\\.bench\\.CountRecords.*"),
          rule("encode", "dev\\.tally\\.transforms\\.codec\\..*\\.encode.*"),
          rule("encode", ".*\\.JsonText.*"),
          rule("encode", ".*\\.(RecordUuid|TopicWrites|KafkaAggregationPorts).*"),
          rule("decode", "dev\\.tally\\.bench\\.EventDecoder.*"),
          rule("decode", "dev\\.tally\\.transforms\\.codec\\..*"),
          rule("coder", ".*(Coder|CoderTypeSerializer|[A-Za-z]Serializer)(\\$\\w+)?\\.\\w+"),
          rule("coder", "org\\.apache\\.beam\\.sdk\\.(coders|util\\.(VarInt|CoderUtils)).*"),
          rule("coder", ".*\\.(SerializationDelegate|DataOutputViewWrapper).*"),
          rule("cleanse", "dev\\.tally\\.transforms\\.cleanse\\..*"),
          rule("dedup", "dev\\.tally\\.(transforms\\.dedup|bench\\.FirstCopyFunction).*"),
          rule("counting", "dev\\.tally\\.(transforms\\.aggregate|bench\\.CountMinutes).*"),
          rule(
              "counting",
              "org\\.apache\\.beam\\.runners\\.core\\.(triggers\\.|ReduceFn|Trigger).*"),
          rule("counting", "org\\.apache\\.beam\\.runners\\.core\\.(Watermark|Pane|System|Late).*"),
          rule("sink", "dev\\.tally\\.io\\.kafka\\.TopicIO.*"),
          rule("source", "dev\\.tally\\.io\\.kafka\\.(Topic|PartitionClock|PartitionFeed).*"),
          rule("source", "dev\\.tally\\.io\\.kafka\\.(Watermark|KafkaReads|Read|Split|Group).*"),
          rule("source", "org\\.apache\\.flink\\.connector\\.(kafka\\.source|base\\.source).*"),
          rule("source", ".*\\.(FlinkSource|FlinkUnbounded).*"),
          rule("sink", "dev\\.tally\\.(io\\.kafka|pipelines\\.ports)\\..*"),
          rule("sink", "org\\.apache\\.flink\\.connector\\.kafka\\.sink.*"),
          rule("timers", ".*\\.(InternalTimer|FlinkTimerInternals|HeapPriorityQueue).*"),
          rule("state backend", "org\\.apache\\.flink\\.(runtime\\.state|contrib\\.streaming).*"),
          rule("state backend", "org\\.rocksdb\\..*"),
          rule("state backend", ".*\\.(FlinkStateInternals|BufferingElementsHandler).*"),
          rule("Beam runner", "org\\.apache\\.beam\\..*"),
          rule("Flink runtime", "org\\.apache\\.flink\\..*"));

  private ProfileStep() {}

  private record Rule(String step, Pattern frame) {}

  /**
   * The step of a sample.
   *
   * @param frame the frame that decided; the innermost one if there is none
   */
  record Match(String step, String frame) {}

  private static Rule rule(String step, String frame) {
    return new Rule(step, Pattern.compile(frame));
  }

  /**
   * Returns the step of a sample.
   *
   * @param frames class and method, the innermost first
   */
  static Match of(String thread, List<String> frames) {
    String innermost = frames.isEmpty() ? "" : frames.get(0);
    if (thread.startsWith("AsyncOperations") || thread.contains("checkpoint")) {
      return new Match("checkpoint", innermost);
    }
    for (String frame : frames) {
      for (Rule rule : RULES) {
        if (rule.frame().matcher(frame).matches()) {
          return new Match(rule.step(), frame);
        }
      }
    }
    return new Match(OTHER, innermost);
  }
}
