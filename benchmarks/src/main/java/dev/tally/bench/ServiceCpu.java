package dev.tally.bench;

import dev.tally.operations.budgets.BudgetService;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Objects;

/** Measures the CPU time of the threads of the budget service in this JVM. */
final class ServiceCpu {
  private ServiceCpu() {}

  static long nanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(Objects::nonNull)
        .filter(thread -> BudgetService.isThread(thread.getThreadName()))
        .mapToLong(ThreadInfo::getThreadId)
        .map(threads::getThreadCpuTime)
        .sum();
  }
}
