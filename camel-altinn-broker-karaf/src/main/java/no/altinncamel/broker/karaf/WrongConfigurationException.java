package no.altinncamel.broker.karaf;

import java.util.List;

/** A configuration cannot be used. The message names each fault and never holds a secret. */
final class WrongConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;

    WrongConfigurationException(List<String> faults) {
        super(String.join("; ", faults));
    }
}
