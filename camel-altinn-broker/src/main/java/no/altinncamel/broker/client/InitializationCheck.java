package no.altinncamel.broker.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import no.altinncamel.broker.client.InvalidTransferException.Fault;
import no.altinncamel.broker.client.http.Problem;

/** The Broker's limits for a new transfer (altinn-broker 3.5, traps 21, 23, 25, 35), all checked before anything is sent. */
final class InitializationCheck {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_SHOWN = 50;
    /** The server's own check allows 4096, but its database column holds 500 and the rest ends as HTTP 500. */
    private static final int LONGEST_REFERENCE = 500;

    private static final int MOST_PROPERTIES = 10;
    private static final int LONGEST_KEY = 50;
    private static final int LONGEST_VALUE = 3000;
    private static final String RESOURCE_PREFIX = "urn:altinn:resource:";
    private static final String NUMBER_FORMS =
            "give nine digits, 0192: and nine digits, or the urn:altinn:organization form";

    private final Initialization given;
    private final List<Fault> faults = new ArrayList<>();

    InitializationCheck(Initialization given) {
        this.given = given;
    }

    Initialization validated() {
        text("fileName", given.fileName(), LONGEST_NAME, "set the file's name");
        String resourceId = resourceId();
        text(
                "sendersFileTransferReference",
                given.reference(),
                LONGEST_REFERENCE,
                "set a reference of your own, such as an id");
        String sender = organization("sender", given.sender());
        List<String> recipients = recipients();
        properties();
        String checksum = checksum();
        if (!faults.isEmpty()) {
            throw new InvalidTransferException(faults);
        }
        return new Initialization(
                given.fileName(),
                resourceId,
                given.reference(),
                sender,
                recipients,
                given.properties(),
                checksum,
                given.disableVirusScan());
    }

    private void text(String field, String value, int longest, String mend) {
        if (value == null || value.isEmpty()) {
            fault(field, "is missing", mend);
        } else if (value.length() > longest) {
            fault(field, "has " + value.length() + " characters", "use at most " + longest);
        }
    }

    private String resourceId() {
        String value = given.resourceId();
        if (value == null || value.isEmpty()) {
            fault("resourceId", "is missing", "set the id of the Broker resource");
            return null;
        }
        String bare = value.startsWith(RESOURCE_PREFIX) ? value.substring(RESOURCE_PREFIX.length()) : value;
        if (bare.isEmpty() || bare.contains(":")) {
            fault("resourceId", "is not a resource id", "use the bare id without colons");
        } else if (value.length() > LONGEST_NAME) {
            fault("resourceId", "has " + value.length() + " characters", "use at most " + LONGEST_NAME);
        }
        return bare;
    }

    private String organization(String field, String value) {
        if (value == null || value.isBlank()) {
            fault(field, "is missing", NUMBER_FORMS);
            return null;
        }
        return OrganizationNumber.parse(value).map(OrganizationNumber::prefixed).orElseGet(() -> {
            fault(field, "'" + shortened(value) + "' is not a Norwegian organisation number", NUMBER_FORMS);
            return null;
        });
    }

    private static String shortened(String value) {
        String clean = Problem.printable(value);
        return clean.length() <= LONGEST_SHOWN ? clean : clean.substring(0, LONGEST_SHOWN) + "…";
    }

    private List<String> recipients() {
        if (given.recipients().isEmpty()) {
            fault("recipients", "is empty", "name at least one recipient");
        }
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < given.recipients().size(); i++) {
            numbers.add(organization("recipients[" + i + "]", given.recipients().get(i)));
        }
        return numbers;
    }

    private void properties() {
        if (given.properties().size() > MOST_PROPERTIES) {
            fault("propertyList", "has " + given.properties().size() + " properties", "use at most " + MOST_PROPERTIES);
        }
        for (Map.Entry<String, String> property : given.properties().entrySet()) {
            String key = property.getKey();
            String shown = key == null ? "" : shortened(key);
            if (key == null) {
                fault("propertyList", "has a property without a name", "give it one or remove it");
            } else if (key.length() > LONGEST_KEY) {
                fault(
                        "propertyList[" + shown + "]",
                        "has a name of " + key.length() + " characters",
                        "use at most " + LONGEST_KEY);
            }
            if (property.getValue() == null) {
                fault("propertyList[" + shown + "]", "has no value", "give it one or remove it");
            } else if (property.getValue().length() > LONGEST_VALUE) {
                fault(
                        "propertyList[" + shown + "]",
                        "has a value of " + property.getValue().length() + " characters",
                        "use at most " + LONGEST_VALUE);
            }
        }
    }

    private String checksum() {
        String value = given.checksum();
        if (value == null || value.isBlank()) {
            return null;
        }
        if (value.matches("[0-9a-f]{32}")) {
            return value;
        }
        boolean onlyCase = value.toLowerCase(Locale.ROOT).matches("[0-9a-f]{32}");
        fault(
                "checksum",
                onlyCase ? "has upper-case letters" : "is not an MD5 checksum",
                "use 32 hexadecimal digits in lower case");
        return value;
    }

    private void fault(String field, String fault, String mend) {
        faults.add(new Fault(field, fault, mend));
    }
}
