package dev.tally.io.hive;

import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** A consumer that replaces the value of one top-level text field and passes all others on. */
final class ReplacedText extends RecordConsumer {
  private final RecordConsumer consumer;
  private final String column;
  private final Binary replacement;
  private int depth;
  private boolean replaces;

  ReplacedText(RecordConsumer consumer, String column, String replacement) {
    this.consumer = consumer;
    this.column = column;
    this.replacement = Binary.fromString(replacement);
  }

  @Override
  public void startMessage() {
    consumer.startMessage();
  }

  @Override
  public void endMessage() {
    consumer.endMessage();
  }

  @Override
  public void startField(String field, int index) {
    replaces = depth == 0 && field.equals(column);
    consumer.startField(field, index);
  }

  @Override
  public void endField(String field, int index) {
    replaces = false;
    consumer.endField(field, index);
  }

  @Override
  public void startGroup() {
    depth++;
    consumer.startGroup();
  }

  @Override
  public void endGroup() {
    depth--;
    consumer.endGroup();
  }

  @Override
  public void addInteger(int value) {
    consumer.addInteger(value);
  }

  @Override
  public void addLong(long value) {
    consumer.addLong(value);
  }

  @Override
  public void addBoolean(boolean value) {
    consumer.addBoolean(value);
  }

  @Override
  public void addBinary(Binary value) {
    consumer.addBinary(replaces ? replacement : value);
  }

  @Override
  public void addFloat(float value) {
    consumer.addFloat(value);
  }

  @Override
  public void addDouble(double value) {
    consumer.addDouble(value);
  }
}
