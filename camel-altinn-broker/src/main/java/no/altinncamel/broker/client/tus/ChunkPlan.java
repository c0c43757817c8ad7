package no.altinncamel.broker.client.tus;

import java.util.ArrayList;
import java.util.List;

/**
 * How a file is cut. The server takes {@value #MOST_BLOCKS} chunks of a file, all its parts together, and finds out only when
 * every byte has been sent (altinn-broker 7.5, 7.8).
 *
 * @param chunkSize bytes
 * @param parts     how many parts; 1 = one stream
 */
record ChunkPlan(long chunkSize, int parts) {

    static final int MOST_BLOCKS = 50_000;

    /** Each chunk that breaks off and is kept in part costs one more. */
    private static final int RESERVE = 1_000;

    private static final long MIB = 1024 * 1024;
    private static final long LEAST_CHOSEN = 8 * MIB;
    /** At the end of each chunk the line is idle until its answer has come: a few of them do not count for a large file. */
    private static final int CHOSEN_CHUNKS = 8;

    /** What is sent again at most, if the line breaks. */
    private static final long LARGE_ENOUGH = 32 * MIB;

    /** A piece of the file, in bytes. */
    record Range(long start, long length) {}

    /**
     * @param wanted   chunk size; 0 = chosen
     * @param parallel most parts
     * @param held     whether each chunk is held in memory
     */
    static ChunkPlan of(long length, long wanted, int parallel, boolean held) {
        // the last chunk of each part is a short one
        long least = ceiling(length, MOST_BLOCKS - RESERVE - parallel);
        long convenient = held ? LEAST_CHOSEN : Math.min(LARGE_ENOUGH, length / CHOSEN_CHUNKS);
        long chosen = ceiling(Math.max(least, Math.max(LEAST_CHOSEN, convenient)), MIB) * MIB;
        long chunkSize = wanted == 0 ? chosen : Math.max(wanted, least);
        return new ChunkPlan(chunkSize, (int) Math.max(1, Math.min(parallel, ceiling(length, chunkSize))));
    }

    /** The parts in the order of the file, of equal length but for a byte. */
    List<Range> ranges(long length) {
        List<Range> ranges = new ArrayList<>();
        long start = 0;
        for (int i = 0; i < parts; i++) {
            long size = length / parts + (i < length % parts ? 1 : 0);
            ranges.add(new Range(start, size));
            start += size;
        }
        return ranges;
    }

    /** Where the chunk that holds an offset ends. What is left of a chunk that was kept in part is sent as a chunk of its own. */
    long endOfChunk(long offset, long length) {
        return Math.min(length, (offset / chunkSize + 1) * chunkSize);
    }

    private static long ceiling(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
