package dev.tally.io.kafka;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Decides whether the settings of a topic keep every record, and its timestamp, until it is read.
 */
final class TopicRules {
  /** Enough for a restart and for catching up after an outage of some minutes. */
  private static final Duration LEAST_LIVE_RETENTION = Duration.ofHours(1);

  private static final String LOG_APPEND_TIME = "LogAppendTime";
  private static final String CREATE_TIME = "CreateTime";
  private static final String LIVE_ADVICE =
      "a live topic must be LogAppendTime: otherwise one wrong device clock would corrupt its"
          + " watermark. Set message.timestamp.type=LogAppendTime on it, or read it as REPLAY if it"
          + " contains a file that was sent again.";
  private static final String CREATE_TIME_ADVICE =
      "its records must keep the timestamps that their producer sets. Set"
          + " message.timestamp.type=CreateTime on a new topic and send the records again, or read"
          + " it as LIVE.";

  private TopicRules() {}

  /** Returns why a topic with these settings cannot be read under this policy; empty if it can. */
  static List<String> unreadable(Config config, WatermarkPolicy watermarks) {
    return watermarks.needsLogAppendTime() ? live(config) : keptWithItsTimes(config);
  }

  private static List<String> live(Config config) {
    List<String> problems = new ArrayList<>(isType(config, LOG_APPEND_TIME, LIVE_ADVICE));
    problems.addAll(compacted(config));
    String retention = value(config, RETENTION_MS_CONFIG);
    long millis = Long.parseLong(retention);
    if (isDeleted(config) && millis >= 0 && millis < LEAST_LIVE_RETENTION.toMillis()) {
      problems.add(
          "has retention.ms=%s, so Kafka could delete records before a job that was stopped for a short time reads them: set retention.ms=%d, or more; several days are usual."
              .formatted(retention, LEAST_LIVE_RETENTION.toMillis()));
    }
    return problems;
  }

  /** Returns why records could be lost or their timestamps changed; empty if neither can happen. */
  static List<String> keptWithItsTimes(Config config) {
    List<String> problems = new ArrayList<>(isType(config, CREATE_TIME, CREATE_TIME_ADVICE));
    for (String retention : List.of(RETENTION_MS_CONFIG, RETENTION_BYTES_CONFIG)) {
      if (!value(config, retention).equals("-1")) {
        problems.add(
            "has %s=%s, so Kafka could delete records before they are read: set %s=-1."
                .formatted(retention, value(config, retention), retention));
      }
    }
    problems.addAll(compacted(config));
    return problems;
  }

  private static List<String> compacted(Config config) {
    return value(config, CLEANUP_POLICY_CONFIG).contains(CLEANUP_POLICY_COMPACT)
        ? List.of("is compacted, so records would be missing: set cleanup.policy=delete.")
        : List.of();
  }

  private static boolean isDeleted(Config config) {
    return value(config, CLEANUP_POLICY_CONFIG).contains(CLEANUP_POLICY_DELETE);
  }

  /**
   * Returns why records with old timestamps could be deleted before they are read; empty if they
   * cannot.
   */
  static List<String> losingOldTimes(Config config) {
    boolean byOwnTimes =
        value(config, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).equals(CREATE_TIME)
            && isDeleted(config)
            && !value(config, RETENTION_MS_CONFIG).equals("-1");
    return byOwnTimes
        ? List.of(
            "is CreateTime and has retention.ms=%s, so Kafka would delete a record by its own timestamp, even if it was written recently: set message.timestamp.type=LogAppendTime, or retention.ms=-1."
                .formatted(value(config, RETENTION_MS_CONFIG)))
        : List.of();
  }

  private static List<String> isType(Config config, String wanted, String advice) {
    String type = value(config, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
    return type.equals(wanted) ? List.of() : List.of("is %s, and %s".formatted(type, advice));
  }

  static String value(Config config, String setting) {
    return config.get(setting).value();
  }
}
