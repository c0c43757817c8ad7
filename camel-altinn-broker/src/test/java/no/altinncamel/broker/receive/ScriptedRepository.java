package no.altinncamel.broker.receive;

import java.util.Map;
import java.util.function.Consumer;

import org.apache.camel.spi.IdempotentRepository;

/** A repository that lets a test do something before and after each of its calls, such as running another node, or failing. */
final class ScriptedRepository implements IdempotentRepository {

    private final IdempotentRepository repository;
    /** Told the call, such as {@code "add key"}. */
    Consumer<String> before = call -> {};

    Consumer<String> after = call -> {};

    ScriptedRepository(IdempotentRepository repository) {
        this.repository = repository;
    }

    @Override
    public boolean add(String key) {
        before.accept("add " + key);
        boolean added = repository.add(key);
        after.accept("add " + key);
        return added;
    }

    @Override
    public boolean contains(String key) {
        before.accept("contains " + key);
        boolean contained = repository.contains(key);
        after.accept("contains " + key);
        return contained;
    }

    @Override
    public boolean remove(String key) {
        before.accept("remove " + key);
        boolean removed = repository.remove(key);
        after.accept("remove " + key);
        return removed;
    }

    @Override
    public boolean confirm(String key) {
        return repository.confirm(key);
    }

    @Override
    public void clear() {
        repository.clear();
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    /** Does something once, when the next call begins with the given words; what it calls meanwhile is not counted. */
    static Consumer<String> once(String call, Runnable action) {
        Map<String, Runnable> open = new java.util.HashMap<>(Map.of(call, action));
        return made -> {
            if (made.startsWith(call)) {
                Runnable pending = open.remove(call);
                if (pending != null) {
                    pending.run();
                }
            }
        };
    }
}
