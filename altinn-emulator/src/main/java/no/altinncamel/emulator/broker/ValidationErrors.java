package no.altinncamel.emulator.broker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What model validation has found so far, by the server's name of the property. */
final class ValidationErrors {

    private final String prefix;
    private final Map<String, List<String>> errors = new LinkedHashMap<>();

    /** @param prefix put before each property's name, such as {@code Metadata.} */
    ValidationErrors(String prefix) {
        this.prefix = prefix;
    }

    /** @param property name without the prefix */
    void add(String property, String message) {
        addUnprefixed(prefix + property, message);
    }

    void addUnprefixed(String key, String message) {
        errors.computeIfAbsent(key, any -> new ArrayList<>()).add(message);
    }

    void throwIfAny() throws RefusedException {
        if (!errors.isEmpty()) {
            throw RefusedException.invalid(errors);
        }
    }
}
