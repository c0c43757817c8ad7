package no.altinncamel.emulator.broker;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Model validation of a transfer's metadata (contract altinn-broker 3.5). */
final class InitializationCheck {

    private static final int MAX_PROPERTIES = 10;
    private static final int MAX_PROPERTY_KEY = 50;
    private static final int MAX_PROPERTY_VALUE = 3000;
    private static final int MD5_LENGTH = 32;

    private static final Pattern ORGANIZATION =
            Pattern.compile("(?:\\d{4}:\\d{9}|urn:altinn:organization:identifier-no:\\d{9})");
    private static final Pattern RESOURCE = Pattern.compile("(urn:altinn:resource:)?[^:]{1,255}");
    private static final String FORM = " should be on the form countrycode:organizationnumber (e.g. 0192:910753614) or"
            + " urn:altinn:organization:identifier-no:organizationnumber";

    private final Initialization metadata;
    private final ValidationErrors errors;

    private InitializationCheck(Initialization metadata, ValidationErrors errors) {
        this.metadata = metadata;
        this.errors = errors;
    }

    /** Adds to {@code errors} whatever is wrong with the metadata. */
    static void check(Initialization metadata, ValidationErrors errors) {
        new InitializationCheck(metadata, errors).check();
    }

    private void check() {
        if (required("FileName", metadata.fileName())) {
            length("FileName", metadata.fileName(), 255);
        }
        if (required("ResourceId", metadata.resourceId())
                && length("ResourceId", metadata.resourceId(), 255)
                && !RESOURCE.matcher(metadata.resourceId()).matches()) {
            errors.add("ResourceId", "Invalid Resource identifier format");
        }
        if (metadata.reference() == null) {
            errors.add("SendersFileTransferReference", "The SendersFileTransferReference field is required.");
        } else {
            length("SendersFileTransferReference", metadata.reference(), 4096);
        }
        if (required("Sender", metadata.sender())
                && !ORGANIZATION.matcher(metadata.sender()).matches()) {
            errors.add("Sender", "Organization numbers" + FORM);
        }
        recipients(metadata.recipients());
        properties(metadata.propertyList());
        checksum(metadata.checksum());
    }

    private void recipients(List<String> recipients) {
        if (recipients == null) {
            errors.add("Recipients", "The Recipients field is required.");
        } else if (recipients.isEmpty()) {
            errors.add("Recipients", "One or more recipients are required");
        } else if (recipients.stream()
                .anyMatch(recipient ->
                        recipient == null || !ORGANIZATION.matcher(recipient).matches())) {
            errors.add("Recipients", "Each recipient" + FORM);
        }
    }

    private void properties(Map<String, String> properties) {
        if (properties == null) {
            errors.add("PropertyList", "The PropertyList field is required.");
            return;
        }
        if (properties.size() > MAX_PROPERTIES) {
            errors.add("PropertyList", "PropertyList can contain at most " + MAX_PROPERTIES + " properties");
            return;
        }
        properties.forEach((key, value) -> {
            if (key.length() > MAX_PROPERTY_KEY) {
                errors.add("PropertyList", tooLong("Key", MAX_PROPERTY_KEY, key.length(), key));
            }
            if (value != null && value.length() > MAX_PROPERTY_VALUE) {
                errors.add("PropertyList", tooLong("Value", MAX_PROPERTY_VALUE, value.length(), key));
            }
        });
    }

    private static String tooLong(String part, int limit, int length, String key) {
        return "PropertyList " + part + " can not be longer than " + limit + ". Length:" + length + ", KeyValue:" + key;
    }

    private void checksum(String checksum) {
        if (!metadata.hasChecksum()) {
            return;
        }
        if (checksum.length() != MD5_LENGTH) {
            errors.add("Checksum", "The checksum, if used, must be a MD5 hash with a length of 32 characters");
        } else if (!checksum.equals(checksum.toLowerCase(Locale.ROOT))) {
            errors.add("Checksum", "The checksum, if used, must be a MD5 hash in lower case");
        }
    }

    private boolean required(String property, String value) {
        boolean present = value != null && !value.isBlank();
        if (!present) {
            errors.add(property, "The " + property + " field is required.");
        }
        return present;
    }

    private boolean length(String property, String value, int limit) {
        boolean fits = !value.isEmpty() && value.length() <= limit;
        if (!fits) {
            errors.add(
                    property,
                    "The field " + property + " must be a string with a minimum length of 1 and a maximum length of "
                            + limit + ".");
        }
        return fits;
    }
}
