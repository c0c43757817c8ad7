package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import no.altinncamel.broker.FileTransferProgress.Direction;
import no.altinncamel.broker.FileTransferProgress.State;

/** Figures of a file that moves, and who is told of them when, in time that only the test moves. */
class ProgressReportTest {

    private static final UUID ID = UUID.fromString("0a1b2c3d-0000-4000-8000-000000000001");
    private static final long LENGTH = 1_000_000_000;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final AtomicInteger ends = new AtomicInteger();
    private final List<FileTransferProgress> events = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private RunningTransfer transfer = running(LENGTH);

    private RunningTransfer running(long length) {
        return new RunningTransfer(
                new RunningTransfer.Subject(ID, Direction.SENDING, "map\n.zip", length),
                now::get,
                ends::incrementAndGet);
    }

    private ProgressReport report(Duration interval) {
        return new ProgressReport(transfer, interval, events::add, lines::add, Runnable::run, now::get);
    }

    private void seconds(int number, long bytesPerSecond) {
        for (int i = 0; i < number; i++) {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            transfer.moved(bytesPerSecond);
            transfer.sample();
        }
    }

    @Test
    void theRateIsThatOfTheLastTenSeconds() {
        seconds(20, 1000);
        assertThat(transfer.figures().bytesPerSecond()).isEqualTo(1000);
        seconds(5, 3000);
        assertThat(transfer.figures().bytesPerSecond()).isEqualTo(2000);
        seconds(5, 3000);
        assertThat(transfer.figures().bytesPerSecond()).isEqualTo(3000);
        seconds(10, 0);
        assertThat(transfer.figures().bytesPerSecond()).isZero();
        assertThat(transfer.figures().remaining()).isNull();
    }

    @Test
    void whatIsLeftIsReckonedWithWhatWasThereBefore() {
        transfer.present(400_000_000);
        transfer.spared(400_000_000);
        seconds(10, 10_000_000);
        FileTransferProgress figures = transfer.figures();
        assertThat(figures.bytes()).isEqualTo(500_000_000);
        assertThat(figures.bytesPerSecond()).isEqualTo(10_000_000);
        assertThat(figures.remaining()).isEqualTo(Duration.ofSeconds(50));
        assertThat(figures.bytesSaved()).isEqualTo(400_000_000);
        assertThat(figures.elapsed()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whatMovesAgainDoesNotCountTwiceAndIsNoNegativeRate() {
        seconds(1, 5000);
        transfer.moved(-5000);
        assertThat(transfer.figures().bytes()).isZero();
        seconds(11, 0);
        transfer.moved(-1);
        assertThat(transfer.figures().bytesPerSecond()).isZero();
    }

    @Test
    void withoutALengthNothingIsReckoned() {
        transfer = running(-1);
        seconds(3, 1000);
        assertThat(transfer.figures().remaining()).isNull();
        assertThat(transfer.figures().bytesPerSecond()).isEqualTo(1000);
    }

    @Test
    void itEndsOnceAndIsComplete() {
        seconds(4, 1000);
        transfer.ended(true);
        transfer.ended(false);
        seconds(4, 0);
        FileTransferProgress figures = transfer.figures();
        assertThat(ends).hasValue(1);
        assertThat(figures.state()).isEqualTo(State.COMPLETE);
        // the Broker has it, though not all was heard of
        assertThat(figures.bytes()).isEqualTo(LENGTH);
        assertThat(figures.elapsed()).isEqualTo(Duration.ofSeconds(4));
        assertThat(figures.bytesPerSecond()).isEqualTo(1000);
    }

    @Test
    void eventsAndLinesKeepTheirPace() {
        ProgressReport report = report(Duration.ofSeconds(10));
        for (int second = 1; second <= 65; second++) {
            seconds(1, 2_000_000);
            assertThat(report.isDue()).isEqualTo(second % 10 == 0);
            report.tell();
        }
        assertThat(events)
                .extracting(FileTransferProgress::bytes)
                .containsExactly(20_000_000L, 40_000_000L, 60_000_000L, 80_000_000L, 100_000_000L, 120_000_000L);
        assertThat(lines)
                .containsExactly(
                        "Sending file transfer " + ID
                                + " (map .zip): 60000000 of 1000000000 bytes (6.0 %), 2000000 bytes/s, about 470 s left",
                        "Sending file transfer " + ID
                                + " (map .zip): 120000000 of 1000000000 bytes (12.0 %), 2000000 bytes/s, about 440 s left");

        transfer.parts(4);
        transfer.spared(7);
        seconds(25, 2_000_000);
        report.tell();
        assertThat(lines.get(2)).endsWith(", about 410 s left, 4 parts at once, 7 bytes saved by going on");
        transfer.ended(false);
        report.tellTheEnd();
        report.tell();
        assertThat(events.get(events.size() - 1).state()).isEqualTo(State.BROKEN_OFF);
        assertThat(events).hasSize(8);
        assertThat(lines)
                .hasSize(4)
                .last()
                .asString()
                .endsWith(
                        ": broken off after 90 s, 180000000 of 1000000000 bytes (18.0 %), 2000000 bytes/s, 7 bytes saved by"
                                + " going on");
    }

    @Test
    void whatIsOverSoonerIsNotToldOf() {
        ProgressReport report = report(Duration.ofSeconds(10));
        seconds(9, 1000);
        report.tell();
        transfer.ended(true);
        report.tellTheEnd();
        assertThat(events).isEmpty();
        assertThat(lines).isEmpty();
    }

    @Test
    @Timeout(60)
    void aSlowNotifierHoldsUpNobodyAndStillHearsOfTheEndLast() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Queue<State> told = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            ProgressReport report = new ProgressReport(
                    transfer,
                    Duration.ofSeconds(10),
                    figures -> {
                        busy.countDown();
                        wait(goOn);
                        told.add(figures.state());
                    },
                    lines::add,
                    threads,
                    now::get);
            seconds(10, 1000);
            Future<?> telling = threads.submit(report::tell);
            busy.await();
            seconds(10, 1000);
            assertThat(report.isDue()).isFalse();
            report.tell();
            transfer.ended(true);
            report.tellTheEnd();
            assertThat(told).isEmpty();
            goOn.countDown();
            telling.get();
        } finally {
            threads.shutdown();
        }
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(told).containsExactly(State.RUNNING, State.COMPLETE);
    }

    private static void wait(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theEndIsToldThoughTheComponentIsBeingStopped() {
        ProgressReport report = new ProgressReport(
                transfer,
                Duration.ofSeconds(10),
                events::add,
                lines::add,
                task -> {
                    throw new RejectedExecutionException();
                },
                now::get);
        seconds(10, 1000);
        report.tell();
        transfer.ended(false);
        report.tellTheEnd();
        assertThat(events).extracting(FileTransferProgress::state).containsExactly(State.RUNNING, State.BROKEN_OFF);
    }

    @Test
    void theEndIsTheLastWordAlsoWhenItOvertakesAReport() {
        ProgressReport report = report(Duration.ofSeconds(10));
        seconds(10, 1000);
        report.tell();
        seconds(10, 1000);
        assertThat(report.isDue()).isTrue();
        transfer.ended(true);
        report.tell();
        report.tellTheEnd();
        assertThat(events).extracting(FileTransferProgress::state).containsExactly(State.RUNNING, State.COMPLETE);
    }
}
