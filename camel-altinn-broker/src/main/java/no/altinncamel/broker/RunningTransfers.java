package no.altinncamel.broker;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.FileTransferProgress.Direction;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.TransferListener;
import no.altinncamel.broker.client.TransferProgress;

/** The files of a component's endpoints that move just now, up and down. */
final class RunningTransfers {

    private static final Logger LOG = LoggerFactory.getLogger(RunningTransfers.class);

    /** For the rate; events come at most as often as a file is looked at. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

    private static final Duration SHORTEST_LOOK = Duration.ofMillis(100);

    private record Entry(AltinnBrokerEndpoint endpoint, RunningTransfer transfer) {}

    private final Set<Entry> entries = ConcurrentHashMap.newKeySet();

    /** Of all endpoints. */
    List<FileTransferProgress> figures() {
        return entries.stream().map(entry -> entry.transfer().figures()).toList();
    }

    long bytesPerSecond() {
        return figures().stream()
                .mapToLong(FileTransferProgress::bytesPerSecond)
                .sum();
    }

    /** What an endpoint's consumer, or a route that downloads by it, receives. */
    List<FileTransferProgress> received(AltinnBrokerEndpoint endpoint) {
        return entries.stream()
                .filter(entry -> entry.endpoint() == endpoint)
                .filter(entry -> entry.transfer().subject().direction() == Direction.RECEIVING)
                .map(entry -> entry.transfer().figures())
                .toList();
    }

    /** Adds what moves for an endpoint. */
    TransferListener of(AltinnBrokerEndpoint endpoint) {
        return new TransferListener() {

            @Override
            public TransferProgress sending(UUID transferId, String fileName, long length) {
                return begin(endpoint, new RunningTransfer.Subject(transferId, Direction.SENDING, fileName, length));
            }

            @Override
            public TransferProgress receiving(FileTransfer transfer) {
                return begin(
                        endpoint,
                        new RunningTransfer.Subject(
                                transfer.id(), Direction.RECEIVING, transfer.fileName(), transfer.size()));
            }
        };
    }

    private TransferProgress begin(AltinnBrokerEndpoint endpoint, RunningTransfer.Subject subject) {
        Watched watched = new Watched(endpoint, subject);
        entries.add(watched.entry);
        watched.start();
        return watched.entry.transfer();
    }

    /** One of them, looked at now and then until it is over. */
    private final class Watched {

        private final BrokerConnections connections;
        private final Entry entry;
        private final Duration interval;
        private final ProgressReport report;
        private ScheduledFuture<?> looking;

        Watched(AltinnBrokerEndpoint endpoint, RunningTransfer.Subject subject) {
            connections = endpoint.getComponent().connections();
            entry = new Entry(endpoint, new RunningTransfer(subject, System::nanoTime, this::end));
            interval = Duration.ofMillis(endpoint.getConfiguration().getProgressInterval());
            report = interval.isZero()
                    ? null
                    : new ProgressReport(
                            entry.transfer(),
                            interval,
                            figures -> FileTransferEvent.send(new FileTransferProgressEvent(endpoint, figures)),
                            LOG::info,
                            connections::execute,
                            System::nanoTime);
        }

        void start() {
            if (connections.isClosed()) {
                return;
            }
            try {
                synchronized (this) {
                    looking = connections.every(pause(), this::look);
                }
            } catch (RejectedExecutionException e) {
                LOG.debug(
                        "The component is being stopped; nobody looks at {}",
                        entry.transfer().subject(),
                        e);
            }
        }

        private Duration pause() {
            if (interval.isZero() || interval.compareTo(LONGEST_LOOK) > 0) {
                return LONGEST_LOOK;
            }
            return interval.compareTo(SHORTEST_LOOK) < 0 ? SHORTEST_LOOK : interval;
        }

        /** All endpoints of a component share one thread for it, so an event notifier gets another. */
        private void look() {
            entry.transfer().sample();
            if (report != null && report.isDue()) {
                connections.execute(report::tell);
            }
        }

        private void end() {
            entries.remove(entry);
            synchronized (this) {
                if (looking != null) {
                    looking.cancel(false);
                }
            }
            if (report != null) {
                report.tellTheEnd();
            }
        }
    }
}
