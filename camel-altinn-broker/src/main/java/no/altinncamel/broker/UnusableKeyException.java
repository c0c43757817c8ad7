package no.altinncamel.broker;

import java.util.List;
import java.util.stream.Stream;

/** No key can be read, or none that was read can be used. The message says what is wrong without quoting a key. */
final class UnusableKeyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<WrongOptionsException.Fault> faults;

    UnusableKeyException(WrongOptionsException.Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.faults = List.of(fault);
    }

    private UnusableKeyException(List<WrongOptionsException.Fault> faults, String message, Throwable cause) {
        super(message, cause);
        this.faults = faults;
    }

    /** Of one source, or of several that failed together. */
    static UnusableKeyException of(RuntimeException failure) {
        if (failure instanceof UnusableKeyException unusable) {
            return unusable;
        }
        return new UnusableKeyException(
                Stream.of(failure.getSuppressed())
                        .filter(UnusableKeyException.class::isInstance)
                        .flatMap(source -> ((UnusableKeyException) source).faults().stream())
                        .toList(),
                failure.getMessage(),
                failure);
    }

    /** By option. */
    List<WrongOptionsException.Fault> faults() {
        return faults;
    }
}
