package no.altinncamel.emulator.broker;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;

/** Binds the parts of a form to metadata and file; part names count in any case (contract altinn-broker 3.7). */
final class FormReader {

    static final String PREFIX = "Metadata.";
    static final String FILE = "FileTransfer";

    private static final Pattern PROPERTY =
            Pattern.compile("Metadata\\.PropertyList\\[(.*)]", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final List<MultiPart.Part> parts;

    FormReader(MultiPartFormData.Parts parts) {
        this.parts = StreamSupport.stream(parts.spliterator(), false)
                .filter(part -> part.getName() != null)
                .toList();
    }

    /** The part with the file, or {@code null}. */
    MultiPart.Part file() {
        return parts.stream()
                .filter(part -> part.getName().equalsIgnoreCase(FILE) && part.getFileName() != null)
                .findFirst()
                .orElse(null);
    }

    /** Validated model of the metadata; what is wrong is added to {@code errors}. */
    Initialization metadata(ValidationErrors errors) {
        Initialization metadata = new Initialization(
                text("FileName", null),
                text("ResourceId", null),
                text("SendersFileTransferReference", ""),
                text("Sender", null),
                recipients(),
                propertyList(),
                text("Checksum", null),
                disableVirusScan(errors));
        InitializationCheck.check(metadata, errors);
        return metadata;
    }

    private String text(String property, String absent) {
        List<String> values = values(property);
        if (values.isEmpty()) {
            return absent;
        }
        // the framework makes null of an empty form field
        return values.get(0).isEmpty() ? null : values.get(0);
    }

    private List<String> recipients() {
        List<String> recipients = values("Recipients");
        return recipients.isEmpty() ? null : recipients;
    }

    private Map<String, String> propertyList() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (MultiPart.Part part : parts) {
            Matcher property = PROPERTY.matcher(part.getName());
            if (property.matches()) {
                properties.put(property.group(1), content(part));
            }
        }
        return properties;
    }

    private boolean disableVirusScan(ValidationErrors errors) {
        String value = text("DisableVirusScan", null);
        if (value != null && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            errors.add("DisableVirusScan", "The value '" + value + "' is not valid for DisableVirusScan.");
        }
        return Boolean.parseBoolean(value);
    }

    private List<String> values(String property) {
        return parts.stream()
                .filter(part -> part.getName().equalsIgnoreCase(PREFIX + property))
                .map(FormReader::content)
                .toList();
    }

    private static String content(MultiPart.Part part) {
        return part.getContentAsString(StandardCharsets.UTF_8);
    }
}
