package no.altinncamel.matrix;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What surefire wrote about the tests of a cell. */
record TestReports(int tests, int skipped, List<String> failures, List<String> classPath) {

    private static final int LONGEST_REASON = 200;

    boolean isEmpty() {
        return tests == 0 && failures.isEmpty();
    }

    static TestReports read(Path folder) throws IOException {
        int tests = 0;
        int skipped = 0;
        List<String> failures = new ArrayList<>();
        List<String> classPath = List.of();
        for (Path report : reports(folder)) {
            Element suite = parse(report);
            if (classPath.isEmpty()) {
                classPath = classPath(suite);
            }
            NodeList cases = suite.getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                Element test = (Element) cases.item(i);
                if (has(test, "skipped")) {
                    skipped++;
                } else {
                    tests++;
                }
                if (has(test, "failure") || has(test, "error")) {
                    failures.add(failure(test));
                }
            }
        }
        return new TestReports(tests, skipped, failures, classPath);
    }

    private static List<Path> reports(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> classPath(Element suite) {
        NodeList properties = suite.getElementsByTagName("property");
        for (int i = 0; i < properties.getLength(); i++) {
            Element property = (Element) properties.item(i);
            if (property.getAttribute("name").equals("surefire.test.class.path")) {
                return List.of(property.getAttribute("value").split(File.pathSeparator));
            }
        }
        return List.of();
    }

    private static boolean has(Element test, String child) {
        return test.getElementsByTagName(child).getLength() > 0;
    }

    private static String failure(Element test) {
        Element found = (Element) test.getElementsByTagName(has(test, "failure") ? "failure" : "error")
                .item(0);
        String reason = (found.getAttribute("type") + ": " + found.getAttribute("message"))
                .replaceAll("\\s+", " ")
                .strip();
        String shown = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "…" : reason;
        return "failed " + test.getAttribute("classname").replaceAll(".*\\.", "") + "#" + test.getAttribute("name")
                + ": " + shown;
    }

    private static Element parse(Path report) throws IOException {
        try {
            DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            return builder.parse(report.toFile()).getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("Cannot read " + report, e);
        }
    }
}
