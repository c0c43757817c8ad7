package no.altinncamel.broker.client.tus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How files are cut, so that the server's limit of chunks holds for all parts together. */
class ChunkPlanTest {

    private static final long MIB = 1024 * 1024;
    private static final long LARGEST_FILE = 1_677_721_600_000L;

    @ParameterizedTest
    @CsvSource({
        "1, 0, 1, 8388608, 1",
        "134217728, 0, 4, 16777216, 4",
        "134217736, 0, 4, 17825792, 4",
        "268435456, 0, 4, 33554432, 4",
        "10737418240, 0, 4, 33554432, 4",
        "67108864, 0, 4, 8388608, 4",
        // a part is at least a chunk, if it can be
        "20000000, 0, 8, 8388608, 3",
        "8388608, 0, 4, 8388608, 1",
        "4500, 1000, 3, 1000, 3",
        "1677721600000, 0, 1, 34603008, 1",
        // what is wanted cannot be had
        "500000000000, 8388608, 1, 10204290, 1",
    })
    void chunksAndPartsFollowTheSize(long length, long wanted, int parallel, long chunkSize, int parts) {
        assertThat(ChunkPlan.of(length, wanted, parallel, false)).isEqualTo(new ChunkPlan(chunkSize, parts));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "4, 0", "16, 0", "16, 1"})
    void theLargestFileFitsIntoTheLimitWithSomeToSpare(int parallel, long wanted) {
        ChunkPlan plan = ChunkPlan.of(LARGEST_FILE, wanted, parallel, false);
        long blocks = plan.ranges(LARGEST_FILE).stream()
                .mapToLong(range -> (range.length() + plan.chunkSize() - 1) / plan.chunkSize())
                .sum();
        assertThat(blocks).isLessThanOrEqualTo(ChunkPlan.MOST_BLOCKS - 1000);
        assertThat(plan.chunkSize()).isLessThan(64 * MIB);
    }

    @ParameterizedTest
    @CsvSource({"10737418240, 0, 8388608", "500000000000, 0, 10485760", "10737418240, 16777216, 16777216"})
    void whatIsHeldInMemoryIsNoLargerThanItMust(long length, long wanted, long chunkSize) {
        assertThat(ChunkPlan.of(length, wanted, 1, true)).isEqualTo(new ChunkPlan(chunkSize, 1));
    }

    @Test
    void partsFollowOneAnotherWithoutAGap() {
        List<ChunkPlan.Range> ranges = new ChunkPlan(3, 3).ranges(11);
        assertThat(ranges)
                .containsExactly(new ChunkPlan.Range(0, 4), new ChunkPlan.Range(4, 4), new ChunkPlan.Range(8, 3));
    }

    @Test
    void whatIsLeftOfAChunkIsSentBeforeTheNext() {
        ChunkPlan plan = new ChunkPlan(1000, 1);
        assertThat(plan.endOfChunk(0, 4500)).isEqualTo(1000);
        assertThat(plan.endOfChunk(1300, 4500)).isEqualTo(2000);
        assertThat(plan.endOfChunk(4000, 4500)).isEqualTo(4500);
    }
}
