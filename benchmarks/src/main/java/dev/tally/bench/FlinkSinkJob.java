package dev.tally.bench;

import dev.tally.io.kafka.KafkaCluster;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.beam.runners.flink.FlinkExecutionEnvironments;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeHint;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes a load with Flink's own sink. The job uses the environment that Beam's runner creates from
 * the same settings, with object reuse and with the client settings of Tally's sink: nothing is
 * copied between its steps, and all of them form one chain.
 */
final class FlinkSinkJob {
  private FlinkSinkJob() {}

  static BenchJob start(JobSettings settings, KafkaCluster kafka, String topic, Load load)
      throws Exception {
    FlinkPipelineOptions options = settings.options(load.run());
    StreamExecutionEnvironment flink =
        FlinkExecutionEnvironments.createStreamExecutionEnvironment(
            options, List.of(), options.getFlinkConfDir());
    flink.getConfig().enableObjectReuse();
    flink
        .fromSource(BlockNumbers.of(load), WatermarkStrategy.noWatermarks(), "Blocks")
        .flatMap(new MakeRecords(load, topic))
        .returns(new TypeHint<ProducerRecord<byte[], byte[]>>() {})
        .sinkTo(sink(kafka, load.run()));
    JobClient job = flink.executeAsync(load.run());
    return () -> cancel(job);
  }

  private static KafkaSink<ProducerRecord<byte[], byte[]>> sink(KafkaCluster kafka, String name) {
    Properties client = new Properties();
    kafka.producerConfig().forEach((key, value) -> client.setProperty(key, value.toString()));
    return KafkaSink.<ProducerRecord<byte[], byte[]>>builder()
        .setBootstrapServers(client.getProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG))
        .setKafkaProducerConfig(client)
        .setRecordSerializer(new AsItIs())
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(name)
        .build();
  }

  static void cancel(JobClient job) throws IOException {
    try {
      job.cancel().get();
    } catch (ExecutionException e) {
      throw new IOException("Flink did not cancel its job", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while cancelling", e);
    }
  }

  private record MakeRecords(Load load, String topic)
      implements FlatMapFunction<Long, ProducerRecord<byte[], byte[]>> {
    @Override
    public void flatMap(Long block, Collector<ProducerRecord<byte[], byte[]>> out) {
      RunLog.of(load.run()).begin();
      load.forEach(block, index -> out.collect(Records.record(topic, index)));
    }
  }

  private record AsItIs()
      implements KafkaRecordSerializationSchema<ProducerRecord<byte[], byte[]>> {
    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        ProducerRecord<byte[], byte[]> record, KafkaSinkContext context, @Nullable Long timestamp) {
      return record;
    }
  }
}
