package dev.tally.bench;

import dev.tally.io.kafka.Delivery;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.TopicIO;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes a load with a sink for Beam: Tally's or the one of KafkaIO. */
final class BeamJob {
  private BeamJob() {}

  static BenchJob start(
      JobSettings settings, KafkaCluster kafka, String topic, Load load, Delivery delivery) {
    Pipeline pipeline = Pipeline.create(settings.options(load.run()));
    pipeline
        .apply("Blocks", Read.from(new BlockSource(load)))
        .apply("MakeRecords", ParDo.of(new MakeRecordsFn(load, topic)))
        .setCoder(TopicIO.Write.recordCoder())
        .apply("Write", TopicIO.write(kafka, topic, delivery, load.run()));
    PipelineResult result = pipeline.run();
    return result::cancel;
  }

  private static final class MakeRecordsFn extends DoFn<Long, ProducerRecord<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;
    private final Load load;
    private final String topic;

    MakeRecordsFn(Load load, String topic) {
      this.load = load;
      this.topic = topic;
    }

    @ProcessElement
    public void process(@Element Long block, OutputReceiver<ProducerRecord<byte[], byte[]>> out) {
      RunLog.of(load.run()).begin();
      load.forEach(block, index -> out.output(Records.record(topic, index)));
    }
  }
}
