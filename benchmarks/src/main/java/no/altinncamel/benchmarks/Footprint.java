package no.altinncamel.benchmarks;

import java.io.File;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Locale;

import com.sun.management.OperatingSystemMXBean;

/** The most that this JVM has taken of everything since it was last asked to begin, looked at some times a second. */
final class Footprint {

    private static final long PERIOD_MILLIS = 50;

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final File temporary = new File(System.getProperty("java.io.tmpdir"));
    private long heap;
    private long live;
    private long direct;
    private long disk;
    private long cpuAtBegin;

    void watch() {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            look();
                            Thread.sleep(PERIOD_MILLIS);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "footprint");
        thread.setDaemon(true);
        thread.start();
    }

    synchronized void begin() {
        System.gc();
        heap = 0;
        live = 0;
        direct = 0;
        disk = 0;
        ManagementFactory.getThreadMXBean().resetPeakThreadCount();
        cpuAtBegin = system.getProcessCpuTime();
    }

    /** Heap, live heap, direct memory and disk in bytes, threads, CPU seconds; a space between them. */
    synchronized String figures() {
        double cpu = (system.getProcessCpuTime() - cpuAtBegin) / 1e9;
        look();
        int threads = ManagementFactory.getThreadMXBean().getPeakThreadCount();
        return String.format(Locale.ROOT, "%d %d %d %d %d %.3f", heap, live, direct, disk, threads, cpu);
    }

    private synchronized void look() {
        heap = Math.max(
                heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        live = Math.max(
                live,
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getCollectionUsage)
                        .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
                        .sum());
        direct = Math.max(
                direct,
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum());
        disk = Math.max(disk, size(temporary));
    }

    private static long size(File file) {
        File[] files = file.listFiles();
        if (files == null) {
            return file.length();
        }
        long size = 0;
        for (File each : files) {
            size += size(each);
        }
        return size;
    }
}
