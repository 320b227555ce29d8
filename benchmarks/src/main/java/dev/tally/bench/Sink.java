package dev.tally.bench;

import dev.tally.io.kafka.Delivery;
import dev.tally.io.kafka.KafkaCluster;

/** The Kafka sinks that are compared. */
enum Sink {
  /** {@code TopicIO.write}. */
  OURS {
    @Override
    BenchJob start(JobSettings settings, KafkaCluster kafka, String topic, Load load) {
      return BeamJob.start(settings, kafka, topic, load, Delivery.EXACTLY_ONCE);
    }
  },
  /** {@code TopicIO.write} in two phases. */
  TWO_PHASE {
    @Override
    BenchJob start(JobSettings settings, KafkaCluster kafka, String topic, Load load) {
      return BeamJob.start(settings, kafka, topic, load, Delivery.TWO_PHASE);
    }
  },
  /** {@code KafkaSink} of flink-connector-kafka, with {@code EXACTLY_ONCE}. */
  FLINK {
    @Override
    BenchJob start(JobSettings settings, KafkaCluster kafka, String topic, Load load)
        throws Exception {
      return FlinkSinkJob.start(settings, kafka, topic, load);
    }
  },
  /** {@code KafkaIO.withEOS} of Beam. */
  KAFKA_IO {
    @Override
    BenchJob start(JobSettings settings, KafkaCluster kafka, String topic, Load load) {
      return BeamJob.start(settings, kafka, topic, load, Delivery.KAFKA_IO);
    }
  };

  /** Starts a job that writes the load to the topic. */
  abstract BenchJob start(JobSettings settings, KafkaCluster kafka, String topic, Load load)
      throws Exception;
}
