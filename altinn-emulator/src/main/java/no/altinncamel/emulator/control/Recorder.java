package no.altinncamel.emulator.control;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import no.altinncamel.emulator.http.Operation;

/** Remembers every request, newest last, up to {@value #CAPACITY}; older ones are forgotten first. */
public final class Recorder {

    static final int CAPACITY = 100_000;

    private final Clock clock;
    private final List<RecordedCall> calls = new ArrayList<>();

    public Recorder(Clock clock) {
        this.clock = clock;
    }

    public synchronized RecordedCall record(
            Operation operation, String method, String uri, Map<String, List<String>> headers) {
        RecordedCall call = new RecordedCall(operation, clock.instant(), method, uri, headers);
        if (calls.size() == CAPACITY) {
            calls.subList(0, CAPACITY / 10).clear();
        }
        calls.add(call);
        return call;
    }

    public synchronized List<RecordedCall> calls() {
        return List.copyOf(calls);
    }

    public List<RecordedCall> calls(Operation operation) {
        return calls().stream().filter(call -> call.operation() == operation).toList();
    }

    public int count(Operation operation) {
        return calls(operation).size();
    }

    public synchronized void clear() {
        calls.clear();
    }
}
