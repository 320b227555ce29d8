package dev.tally.io;

import java.util.Locale;
import java.util.concurrent.Callable;

/** Runs code as a JVM does whose default locale writes numbers in other digits than 0 to 9. */
public final class OtherLocale {
  private OtherLocale() {}

  /** Returns the result of the call, e.g. in the locale {@code ar-EG}. */
  public static <T> T in(String locale, Callable<T> call) throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(locale));
    try {
      return call.call();
    } finally {
      Locale.setDefault(before);
    }
  }
}
