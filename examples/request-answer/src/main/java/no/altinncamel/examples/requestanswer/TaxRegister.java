package no.altinncamel.examples.requestanswer;

import java.util.Map;
import java.util.Optional;

/** What the answering organisation knows. */
final class TaxRegister {

    private final Map<String, String> known =
            Map.of("986252932", "All taxes are paid.", "974760673", "There are taxes to be paid.");

    Optional<String> taxesOf(String organization) {
        return Optional.ofNullable(known.get(organization));
    }
}
