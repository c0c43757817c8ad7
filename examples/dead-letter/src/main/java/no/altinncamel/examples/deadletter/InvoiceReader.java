package no.altinncamel.examples.deadletter;

import java.io.IOException;
import java.io.InputStream;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.apache.camel.Body;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Takes from an invoice what accounting wants. */
public final class InvoiceReader {

    public String read(@Body InputStream invoice) throws ParserConfigurationException, SAXException, IOException {
        Element root = parser().parse(invoice).getDocumentElement();
        return text(root, "id") + ": " + text(root, "amount") + " kroner";
    }

    private static String text(Element invoice, String name) throws SAXException {
        if (invoice.getElementsByTagName(name).getLength() != 1) {
            throw new SAXException("the invoice has no " + name);
        }
        return invoice.getElementsByTagName(name).item(0).getTextContent();
    }

    /** Files come from others: nothing in them may make the parser open other files or addresses. */
    private static DocumentBuilder parser() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        DocumentBuilder parser = factory.newDocumentBuilder();
        // faults are told by the exception
        parser.setErrorHandler(null);
        return parser;
    }
}
