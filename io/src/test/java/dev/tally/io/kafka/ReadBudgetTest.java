package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadBudgetTest {
  private static final int RECORD = 1_000 - ReadBudget.RECORD_OVERHEAD;

  @Test
  void isUsedUp_untilACheckpointThatCoversTheBytesCompletes() {
    ReadBudget budget = ReadBudget.of(2_000);
    budget.emit(RECORD);
    assertThat(budget.isUsedUp()).isFalse();
    long firstCheckpoint = budget.emitted();
    budget.emit(RECORD);
    assertThat(budget.isUsedUp()).isTrue();
    budget.release(firstCheckpoint);
    assertThat(budget.isUsedUp()).isFalse();
    budget.emit(RECORD);
    assertThat(budget.isUsedUp()).isTrue();
    budget.release(budget.emitted());
    budget.release(firstCheckpoint);
    assertThat(budget.isUsedUp()).isFalse();
  }

  @Test
  void aRecordLargerThanTheBudget_isStillRead() {
    ReadBudget budget = ReadBudget.of(10);
    assertThat(budget.isUsedUp()).isFalse();
    budget.emit(RECORD);
    assertThat(budget.isUsedUp()).isTrue();
  }

  @Test
  void emptyRecordsCountToo() {
    ReadBudget budget = ReadBudget.of(3L * ReadBudget.RECORD_OVERHEAD);
    for (int i = 0; i < 3; i++) {
      assertThat(budget.isUsedUp()).isFalse();
      budget.emit(0);
    }
    assertThat(budget.isUsedUp()).isTrue();
  }

  @Test
  void withoutPeriodicCheckpoints_thereIsNoBound() {
    ReadBudget budget = ReadBudget.of(PipelineOptionsFactory.create());
    budget.emit(Long.MAX_VALUE / 2);
    assertThat(budget.isUsedUp()).isFalse();
  }

  @Test
  void readersOfOneJvm_shareIt() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.as(ReadBudget.Options.class).setCheckpointingInterval(10_000L);
    options.as(ReadBudget.Options.class).setStableInput(true);
    options.as(ReadBudget.Options.class).setReadBytesPerCheckpoint(2_000L);
    try (ReadBudget one = ReadBudget.of(options)) {
      ReadBudget other = ReadBudget.of(options);
      one.emit(RECORD);
      assertThat(one.isUsedUp()).isTrue();
      other.close();
      assertThat(one.isUsedUp()).isFalse();
    }
  }

  @Test
  void theDefaultIsAShareOfTheHeap() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.as(ReadBudget.Options.class).setCheckpointingInterval(10_000L);
    options.as(ReadBudget.Options.class).setStableInput(true);
    try (ReadBudget budget = ReadBudget.of(options)) {
      budget.emit(Runtime.getRuntime().maxMemory() / 8 - 2 * ReadBudget.RECORD_OVERHEAD);
      assertThat(budget.isUsedUp()).isFalse();
      budget.emit(RECORD);
      assertThat(budget.isUsedUp()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Delivery.class)
  void onlySinksWithStableInputNeedABound(Delivery delivery) {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.as(ReadBudget.Options.class).setCheckpointingInterval(10_000L);
    options.as(ReadBudget.Options.class).setReadBytesPerCheckpoint(2_000L);
    Pipeline pipeline = Pipeline.create(options);
    ReadBudget.addSink(pipeline, delivery);
    ReadBudget.addSink(pipeline, Delivery.AT_LEAST_ONCE);
    try (ReadBudget budget = ReadBudget.of(pipeline.getOptions())) {
      budget.emit(2_000);
      assertThat(budget.isUsedUp())
          .isEqualTo(delivery == Delivery.EXACTLY_ONCE || delivery == Delivery.KAFKA_IO);
    }
  }
}
