package no.altinncamel.emulator.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Every event the Broker has published, oldest first. The Events service listens here for what it has to deliver. */
public final class EventLog {

    private final List<BrokerEvent> events = new ArrayList<>();
    private final List<Consumer<BrokerEvent>> subscribers = new CopyOnWriteArrayList<>();

    /** Called with each event from now on, by the thread that changes the transfer: it must neither block nor throw. */
    public void subscribe(Consumer<BrokerEvent> subscriber) {
        subscribers.add(subscriber);
    }

    public synchronized List<BrokerEvent> all() {
        return List.copyOf(events);
    }

    public List<BrokerEvent> of(UUID fileTransferId) {
        return all().stream()
                .filter(event -> event.fileTransferId().equals(fileTransferId))
                .toList();
    }

    /** Forgets the events so far. */
    public synchronized void clear() {
        events.clear();
    }

    void publish(BrokerEvent event) {
        synchronized (this) {
            events.add(event);
        }
        subscribers.forEach(subscriber -> subscriber.accept(event));
    }
}
