package dev.tally.bench;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Assigns a CPU sample to a step of a job: the innermost frame that belongs to a step decides. So
 * {@code HashMap.get} is assigned to the step that called it. Samples of the threads that write
 * checkpoints are assigned to {@code checkpoint}, and those of the main thread to {@code job
 * start}.
 */
final class ProfileStep {
  private static final String OTHER = "other";

  /** The first rule that matches a frame decides. */
  private static final List<Rule> RULES =
      List.of(
          rule("measuring", "dev\\.tally\\.bench\\.ProgressSampler.*"),
          rule("Beam metrics", "org\\.apache\\.beam\\..*[.]metrics\\..*"),
          rule("Beam metrics", ".*\\.DoFnRunnerWithMetricsUpdate.*"),
          rule("Kafka client", "org\\.apache\\.kafka\\..*"),
          rule("encode", "dev\\.tally\\.bench\\.CountRecords.*"),
          rule("encode", "dev\\.tally\\.transforms\\.codec\\..*\\.(lambda\\$)?encode.*"),
          rule("encode", ".*\\.(JsonText|JsonWriter|JsonName\\.).*"),
          rule("encode", ".*\\.(RecordUuid|TopicWrites|KafkaAggregationPorts).*"),
          rule("decode", "dev\\.tally\\.bench\\.EventDecoder.*"),
          rule("decode", "dev\\.tally\\.transforms\\.(codec|json)\\..*"),
          rule("timers", ".*\\.(InternalTimer|TimerHeap|FlinkTimerInternals|HeapPriorityQueue).*"),
          rule("state", "org\\.apache\\.flink\\.(runtime\\.state|contrib\\.streaming).*"),
          rule("state", "org\\.rocksdb\\..*"),
          rule("state", ".*\\.(FlinkKey|FlinkStateInternals|StateNamespaces|StateTag).*"),
          rule("coder", ".*(Coder|CoderTypeSerializer|[A-Za-z]Serializer)(\\$\\w+)?\\.\\w+"),
          rule("coder", "org\\.apache\\.beam\\.sdk\\.(coders|util\\.(VarInt|CoderUtils)).*"),
          rule("coder", ".*\\.(SerializationDelegate|DataOutputViewWrapper|StringValue).*"),
          rule("cleanse", "dev\\.tally\\.transforms\\.cleanse\\..*"),
          rule("dedup", "dev\\.tally\\.(transforms\\.dedup|bench\\.FirstCopyFunction).*"),
          rule("counting", "dev\\.tally\\.(transforms\\.aggregate|bench\\.CountMinutes).*"),
          rule(
              "counting",
              "org\\.apache\\.beam\\.(runners\\.core|sdk\\.transforms)\\.(triggers|windowing)\\..*"),
          rule(
              "counting",
              "org\\.apache\\.beam\\.runners\\.core\\.(ReduceFn|Watermark|Pane|System).*"),
          rule(
              "counting",
              "org\\.apache\\.beam\\.runners\\.core\\.(NonEmpty|ActiveWindow|Late|Group).*"),
          rule("source", "dev\\.tally\\.io\\.kafka\\.(Topic(?!IO)|PartitionClock|PartitionFeed).*"),
          rule("source", "dev\\.tally\\.io\\.kafka\\.(Watermark|KafkaReads|Read|Split|Group).*"),
          rule("source", "org\\.apache\\.flink\\.connector\\.(kafka\\.source|base\\.source).*"),
          rule("source", ".*\\.(FlinkSource|FlinkUnbounded|ReaderInvocationUtil).*"),
          rule("sink", "dev\\.tally\\.(io\\.kafka|pipelines\\.ports)\\..*"),
          rule("sink", "org\\.apache\\.flink\\.connector\\.kafka\\.sink.*"),
          rule("Beam runner", "org\\.apache\\.beam\\.(?!vendor).*"),
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
    if (thread.equals("main")) {
      return new Match("job start", innermost);
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
