package dev.tally.pipelines.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The values that a numeric option or a duration accepts, both ends included. {@link Problems}
 * checks them at launch, and docs/configuration.md lists them. A limit that depends on another
 * option is checked where both values are known.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Range {
  /** The smallest value, e.g. {@code 1m} or {@code 0}. */
  String from();

  /** The largest value; empty if there is none. */
  String to() default "";
}
