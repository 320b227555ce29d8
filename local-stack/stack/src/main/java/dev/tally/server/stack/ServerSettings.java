package dev.tally.server.stack;

/**
 * The settings of one start of a server.
 *
 * @param files the files of the stack
 * @param topology has the ports of the server and of all servers that it needs
 * @param heapMiB the maximum heap size of a JVM
 * @param library what is appended to the class path of a JVM; empty if nothing is
 * @param attached whether the process must end with this JVM
 */
record ServerSettings(
    StackFiles files, Topology topology, int heapMiB, String library, boolean attached) {}
